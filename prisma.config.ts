import { defineConfig } from 'prisma/config'

// `prisma generate` needs no engine but looks for one to download, which fails without that network. Any program that
// exists stops it looking. Only for `generate`: `prisma migrate deploy` must find the true one.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

const url = process.env.DATABASE_URL

// The one default export the house has: Prisma reads nothing else.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url ? { datasource: { url } } : {}),
})
