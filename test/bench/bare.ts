// The bare limit: node:http and pg, nothing else. Each turn is two prepared round trips (read the conversation; one
// statement that stores the update's id, the next state if the version still fits, and what is owed), then the reply
// is sent. What was sent is marked in the background. It says the words of a recorded intake (see intake.ts).
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { Pool as HttpPool } from 'undici'
import type { Script, ScriptTurn } from './intake.ts'

const { PORT, DATABASE_URL, TELEGRAM_API_ROOT = '', TELEGRAM_BOT_TOKEN = '', TELEGRAM_WEBHOOK_SECRET = '', SCRIPT = '' } = process.env
const { turns } = JSON.parse(readFileSync(SCRIPT, 'utf8')) as Script
const database = new pg.Pool({ connectionString: DATABASE_URL, max: 16 })
const platform = new HttpPool(TELEGRAM_API_ROOT, { connections: 64, pipelining: 1 })
const markEveryMs = 25

await database.query(`
  create table if not exists conversations (chat bigint primary key, version int not null, state jsonb not null);
  create table if not exists inbounds (update_id bigint primary key);
  create table if not exists deliveries (id bigserial primary key, chat bigint not null, message text not null, sent_at timestamptz);
  create index if not exists owed on deliveries (id) where sent_at is null;
  create table if not exists cases (number text primary key, chat bigint not null, answers jsonb not null, filed_at timestamptz not null default now())`)

const read = { name: 'read', text: 'select version, state from conversations where chat = $1' }
const came = `
  with came as (insert into inbounds (update_id) values ($1) on conflict do nothing returning update_id),
  kept as (
    insert into conversations (chat, version, state) select $2, $3 + 1, $4 from came
    on conflict (chat) do update set version = excluded.version, state = excluded.state where conversations.version = $3
    returning chat),
  owed as (insert into deliveries (chat, message) select chat, $5 from kept returning id)`
const store = { name: 'store', text: `${came} select id from owed` }
const file = { name: 'file', text: `${came}, filed as (insert into cases (number, chat, answers) select $6, chat, $4 from kept) select id from owed` }

type State = { step: number; answers: string[] }
type Update = {
  update_id: number
  message?: { chat: { id: number }; text: string }
  callback_query?: { id: string; data: string; message: { message_id: number; chat: { id: number } } }
}

const server = createServer((req, res) => {
  if (req.url === '/readyz') return void res.end('ok')
  if (req.headers['x-telegram-bot-api-secret-token'] !== TELEGRAM_WEBHOOK_SECRET) return void res.writeHead(401).end()
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const update = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Update
    turn(update).then((send) => {
      const tap = update.callback_query?.id
      const body = tap ? JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: tap }) : '{}'
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
      return send()
    }, () => res.writeHead(503).end()).catch(() => {})
  })
})

/** Decides and stores; returns what sends the reply. */
async function turn(update: Update): Promise<() => Promise<void>> {
  const chat = update.callback_query?.message.chat.id ?? update.message?.chat.id ?? 0
  const row = (await database.query<{ version: number; state: State }>({ ...read, values: [chat] })).rows[0]
  const now: State = row?.state ?? { step: 0, answers: [] }
  const said = update.callback_query?.data ?? update.message?.text ?? ''
  const next: State = { step: now.step + 1, answers: [...now.answers, said] }
  const says = turns[now.step]
  if (!says) return async () => {}
  const last = next.step === turns.length
  const { method, body } = write(says, chat, now.step, update)
  const values = [update.update_id, chat, row?.version ?? 0, JSON.stringify(next), body]
  const stored = await database.query<{ id: string }>(last ? { ...file, values: [...values, `2026${chat}`] } : { ...store, values })
  const id = stored.rows[0]?.id
  return async () => {
    if (id === undefined) return
    const answer = await platform.request({ method: 'POST', path: `/bot${TELEGRAM_BOT_TOKEN}/${method}`, headers: { 'content-type': 'application/json' }, body })
    await answer.body.dump()
    sent.push(id)
  }
}

function write(says: ScriptTurn, chat: number, step: number, update: Update): { method: string; body: string } {
  const edits = says.how === 'edit' ? update.callback_query?.message.message_id : undefined
  const keyboard = says.buttons.map((button, n) => [{ text: button.text, callback_data: `s:${step}:${n}`, ...(button.main ? { style: 'primary' } : {}) }])
  const body = JSON.stringify({
    chat_id: chat, text: says.text, ...(edits === undefined ? {} : { message_id: edits }),
    ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
  })
  return { method: edits === undefined ? 'sendMessage' : 'editMessageText', body }
}

let sent: string[] = []
setInterval(() => {
  if (sent.length === 0) return
  const ids = sent
  sent = []
  database.query({ name: 'mark', text: 'update deliveries set sent_at = now() where id = any($1)', values: [ids] }).catch(() => {})
}, markEveryMs)

server.keepAliveTimeout = 120_000
server.listen(Number(PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
