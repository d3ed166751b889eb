// npm run db:migration -- <name>: writes the next migration, from what the migrations add up to now to the schema.

import { relative } from 'node:path'
import { schemaChanges } from '../store/migrations/compare.ts'
import { migrationsFolder, writeMigration } from '../store/migrations/folder.ts'

const byHand = '-- The schema has not changed. Write here by hand what a schema cannot say (a trigger, a partial index),\n-- or delete this folder.\n'

const [name, ...more] = process.argv.slice(2)
if (!name || more.length || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:migration -- <name>   (small letters, digits and _, such as add_surveys)')
  process.exit(2)
}
const sql = await schemaChanges()
const path = writeMigration(migrationsFolder, name, sql || byHand, new Date())
console.log(`${relative(process.cwd(), path)}${sql ? '' : ': the schema has not changed, write it by hand or delete it'}`)
if (/\bDROP (TABLE|COLUMN)\b/.test(sql)) console.log('It deletes data. Read it before you commit it.')
