// Part of npm run check: fails when the migrations do not add up to the schema.

import { schemaChanges } from '../store/migrations/compare.ts'

const sql = await schemaChanges()
if (sql) {
  console.error(`prisma/schema.prisma and prisma/migrations differ. Run: npm run db:migration -- <name>\n\n${sql}`)
  process.exit(1)
}
console.log('Schema and migrations agree.')
