// The same intake as a telegraf bot is commonly written: a WizardScene with one step a question, the session kept in
// PostgreSQL, replies through ctx. Nothing done badly on purpose: kept connections, telegraf's own quick answer to taps.
import { Agent, createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { Scenes, session, Telegraf } from 'telegraf'
import type { Script, ScriptTurn } from './intake.ts'

const { PORT, DATABASE_URL, TELEGRAM_API_ROOT = '', TELEGRAM_BOT_TOKEN = '', TELEGRAM_WEBHOOK_SECRET = '', SCRIPT = '' } = process.env
const { turns } = JSON.parse(readFileSync(SCRIPT, 'utf8')) as Script
const database = new pg.Pool({ connectionString: DATABASE_URL, max: 16 })

await database.query(`
  create table if not exists sessions (key text primary key, session jsonb not null);
  create table if not exists cases (number text primary key, chat bigint not null, answers jsonb not null, filed_at timestamptz not null default now())`)

interface Intake extends Scenes.WizardSessionData { answers?: string[] }
type Context = Scenes.WizardContext<Intake>

const store = {
  async get(key: string): Promise<Scenes.WizardSession<Intake> | undefined> {
    return (await database.query<{ session: Scenes.WizardSession<Intake> }>({ name: 'get', text: 'select session from sessions where key = $1', values: [key] })).rows[0]?.session
  },
  async set(key: string, value: Scenes.WizardSession<Intake>): Promise<void> {
    await database.query({ name: 'set', text: 'insert into sessions (key, session) values ($1, $2) on conflict (key) do update set session = excluded.session', values: [key, JSON.stringify(value)] })
  },
  async delete(key: string): Promise<void> {
    await database.query({ name: 'delete', text: 'delete from sessions where key = $1', values: [key] })
  },
}

// telegraf keeps its connections to https, but to a root that begins with "http://" it opens a new one for each call.
const apiRoot = TELEGRAM_API_ROOT.replace(/^http:/, 'HTTP:')
const bot = new Telegraf<Context>(TELEGRAM_BOT_TOKEN, { telegram: { apiRoot, agent: new Agent({ keepAlive: true }) } })
bot.catch((error) => { console.error(error instanceof Error ? error.stack : error) })

const [home, ...questions] = turns
const done = questions.pop()

const intake = new Scenes.WizardScene<Context>('intake', ...questions.map((question, n) => async (ctx: Context): Promise<void> => {
  await takeAnswer(ctx)
  await say(ctx, question, n)
  ctx.wizard.next()
}), async (ctx) => {
  await takeAnswer(ctx)
  const number = `2026${ctx.chat?.id}`
  await database.query({ name: 'file', text: 'insert into cases (number, chat, answers) values ($1, $2, $3)', values: [number, ctx.chat?.id, JSON.stringify(ctx.scene.session.answers)] })
  if (done) await say(ctx, done, questions.length)
  await ctx.scene.leave()
})

async function takeAnswer(ctx: Context): Promise<void> {
  const tap = ctx.callbackQuery && 'data' in ctx.callbackQuery ? ctx.callbackQuery.data : undefined
  if (tap !== undefined) await ctx.answerCbQuery()
  ctx.scene.session.answers = [...ctx.scene.session.answers ?? [], tap ?? (ctx.message && 'text' in ctx.message ? ctx.message.text : '')]
}

async function say(ctx: Context, { text, buttons, how }: ScriptTurn, n: number): Promise<void> {
  const keyboard = buttons.map((button, at) => [{ text: button.text, callback_data: `${n}:${at}`, ...(button.main ? { style: 'primary' } : {}) }])
  const extra = keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}
  if (how === 'edit' && ctx.callbackQuery) await ctx.editMessageText(text, extra)
  else await ctx.reply(text, extra)
}

bot.use(session({ store }))
bot.use(new Scenes.Stage<Context>([intake]).middleware())
bot.start(async (ctx) => { if (home) await say(ctx, home, -1) })
bot.action(/^-1:/, (ctx) => ctx.scene.enter('intake'))

bot.botInfo = await bot.telegram.getMe()
const server = createServer((req, res) => {
  if (req.url === '/readyz') return void res.end('ok')
  if (req.headers['x-telegram-bot-api-secret-token'] !== TELEGRAM_WEBHOOK_SECRET) return void res.writeHead(401).end()
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    // telegraf's own callback ends the response with its quick answer to a tap, before the session is saved; a person
    // quicker than that save is answered by nobody. So the quick answer is held back until the turn is over.
    const quick = { writableEnded: false, headersSent: true, body: '{}', end(body: string) { quick.body = body; quick.writableEnded = true } }
    const update = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Parameters<typeof bot.handleUpdate>[0]
    bot.handleUpdate(update, quick as unknown as ServerResponse).catch(() => {}).finally(() => {
      res.writeHead(200, { 'content-type': 'application/json' }).end(quick.body)
    })
  })
})
server.keepAliveTimeout = 120_000
server.listen(Number(PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
