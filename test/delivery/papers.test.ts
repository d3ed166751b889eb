import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message } from '../../src/dialogue/message.ts'
import { owe } from '../../src/store/deliveries.ts'
import { openHouse, type TestHouse } from '../house.ts'
import { onLine, onTelegram } from '../people.ts'
import { webPerson } from '../platforms/web.ts'

/** A message with papers, as it comes out of every channel. */

let house: TestHouse
beforeAll(async () => { house = await openHouse({ publicUrl: 'https://office.example' }) })
afterAll(async () => {
  expect([...house.telegram.violations, ...house.line.violations]).toEqual([])
  await house.stop()
})

const code = 'CASE-ABCDEFGHJKLMN'
const message: Message = {
  as: 'note', text: [{ key: 'talk:home.text' }, { say: 'PLANTED' }],
  papers: [
    { paper: 'qr', code },
    { paper: 'calendar', uid: 'm@laifang', sequence: 0, title: { say: 'PLANTED meeting' }, place: null, from: house_(12), until: house_(13) },
  ],
}
function house_(hour: number): number { return Date.parse(`2026-12-01T${hour}:00:00+08:00`) }

async function owes(channel: string): Promise<string> {
  const [person] = await house.query<{ id: string }>('select person_id as id from addresses where channel = $1', [channel])
  const personId = person?.id ?? ''
  await house.db.prisma.$transaction((tx) => owe(house.db, tx, [{ personId, caseId: null, message, at: house.now(), retryKey: randomUUID() }]))
  await house.calm()
  return (await house.query<{ id: string }>('select id::text from deliveries where person_id = $1 order by id desc limit 1', [personId]))[0]?.id ?? ''
}

test('Telegram is handed a picture and a file, named in the reader\'s language', async () => {
  const li = onTelegram(house, 'en')
  await li.start()
  await li.waitForNew()
  await owes('telegram')
  await li.waitFor('PLANTED')
  const files = li.messages.flatMap((each) => (each.file ? [[each.kind, each.file.name]] : []))
  expect(files).toEqual([['photo', 'QR code.png'], ['document', 'Appointment.ics']])
})

test('LINE is given links that work for whoever was sent them, and for nobody else', async () => {
  const mei = await onLine(house, 'zh-TW')
  await owes('line')
  await mei.waitFor('PLANTED')
  const [image] = mei.messages.filter((each) => each.kind === 'image')
  const link = /https:\/\/office\.example(\/handed\/\S+)/.exec(mei.messages.map((each) => each.text).join('\n'))?.[1] ?? ''
  expect(mei.messages.map((each) => each.text).join('\n')).toContain('行程.ics')
  const picture = await fetch(`${house.url}${new URL(String(image?.raw['originalContentUrl'])).pathname}`)
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
  const calendar = await fetch(house.url + link)
  expect([calendar.headers.get('content-type'), calendar.headers.get('content-disposition')]).toEqual(['text/calendar; charset=utf-8', `attachment; filename*=UTF-8''${encodeURIComponent('行程.ics')}`])
  expect(await calendar.text()).toContain('SUMMARY:PLANTED meeting')
  expect((await fetch(`${house.url}${link.replace(/-1\./, '-0.')}`)).status).toBe(404)
})

test('the web page offers them as it does files, to their reader alone', async () => {
  const an = await webPerson(house.url)
  const other = await webPerson(house.url)
  await an.says('/start')
  await an.waitForNew()
  await other.says('/start')
  await other.waitForNew()
  const personId = (await house.query<{ id: string }>(`select person_id as id from addresses where channel = 'web' order by last_seen_at limit 1`))[0]?.id ?? ''
  await house.db.prisma.$transaction((tx) => owe(house.db, tx, [{ personId, caseId: null, message, at: house.now(), retryKey: randomUUID() }]))
  await house.calm()
  const delivery = (await house.query<{ id: string }>('select id::text from deliveries where person_id = $1 order by id desc limit 1', [personId]))[0]?.id ?? ''
  await an.waitFor('PLANTED')
  const get = (who: { cookie: string }, n: number) => fetch(`${house.url}/chat/handed/paper-${delivery}-${n}`, { headers: { cookie: who.cookie } })
  expect(an.files.at(-1)).toEqual([`paper-${delivery}-0`, `paper-${delivery}-1`])
  expect([(await get(an, 0)).headers.get('content-type'), (await get(an, 1)).headers.get('content-type')]).toEqual(['image/png', 'text/calendar; charset=utf-8'])
  expect([(await get(other, 0)).status, (await get(an, 2)).status]).toEqual([404, 404])
  an.close()
  other.close()
})

test('no paper and no code is in the log', () => {
  expect(house.logged.join('\n')).not.toMatch(new RegExp(`PLANTED|${code}`))
})
