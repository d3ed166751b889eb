import { z } from 'zod'

/** Every setting, read once at start; .env.example explains each. An empty value counts as unset. */
const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  TELEGRAM_BOT_TOKEN: z.string().optional(),
  TELEGRAM_API_ROOT: z.url().default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/).optional(),
  LINE_CHANNEL_SECRET: z.string().optional(),
  LINE_CHANNEL_ACCESS_TOKEN: z.string().optional(),
  LINE_API_ROOT: z.url().default('https://api.line.me'),
  LINE_DATA_API_ROOT: z.url().default('https://api-data.line.me'),
  OFFICE_NAME: z.string().max(60).optional(),
  DEFAULT_LANGUAGE: z.string().default('zh-CN'),
  TIME_ZONE: z.string().default('Asia/Shanghai'),
  REGULATIONS_DIR: z.string().optional(),
  SECRET_KEY: z.string().min(16, 'at least 16 characters').optional(),
  DEMO: z.enum(['0', '1']).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Config = ReturnType<typeof readConfig>

/** Throws an error whose message names each setting that cannot be used, without its value. */
export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const read = settings.safeParse(given)
  if (!read.success) throw new Error(`Settings that cannot be used: ${read.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`).join(', ')}. See .env.example.`)
  const all = read.data
  const telegram = all.TELEGRAM_BOT_TOKEN ? { token: all.TELEGRAM_BOT_TOKEN, apiRoot: all.TELEGRAM_API_ROOT, secret: all.TELEGRAM_WEBHOOK_SECRET } : null
  const line = all.LINE_CHANNEL_SECRET && all.LINE_CHANNEL_ACCESS_TOKEN
    ? { secret: all.LINE_CHANNEL_SECRET, accessToken: all.LINE_CHANNEL_ACCESS_TOKEN, apiRoot: all.LINE_API_ROOT, dataApiRoot: all.LINE_DATA_API_ROOT }
    : null
  if (Boolean(all.LINE_CHANNEL_SECRET) !== Boolean(all.LINE_CHANNEL_ACCESS_TOKEN)) {
    throw new Error('Settings that cannot be used: LINE needs both LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN. See .env.example.')
  }
  return {
    port: all.PORT, host: all.HOST, publicUrl: all.PUBLIC_URL?.replace(/\/$/, ''), databaseUrl: all.DATABASE_URL, dataDir: all.DATA_DIR, telegram, line,
    officeName: all.OFFICE_NAME, defaultLanguage: all.DEFAULT_LANGUAGE, zone: all.TIME_ZONE, regulationsDir: all.REGULATIONS_DIR, secretKey: all.SECRET_KEY,
    /** A demo never stands beside a real channel. */
    demo: !telegram && !line && (all.DEMO === '1' || (all.DEMO === undefined && !all.DATABASE_URL && !all.PUBLIC_URL)),
    logLevel: all.LOG_LEVEL,
  }
}
