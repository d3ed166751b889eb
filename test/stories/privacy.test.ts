import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'
import { member, offered, onLine } from '../people.ts'
import type { ChatPerson } from '../platforms/person.ts'
import { tinyJpeg } from '../platforms/samples.ts'
import { fileCase, walksTo } from '../resident.ts'
import { closes } from '../staff.ts'

/** Unusual words are planted as everything a person tells; afterwards everything written is searched for them. */

const marks = {
  name: '欧阳鹮名', phone: '19987654321', story: '蓝鲸渡口的事', other: '澹台鼋某', place: '朱雀桥弄88号', want: '要一只纸鸢', message: '带上青釉罐', answer: '还他乌木算盘', note: '他左耳有痣',
  words: '谢谢那碗桂花羹', file: '玄武湖照片', caption: '水从梁上下来', profile: 'Zqxprofile', human: '想说说鹤顶红',
} as const

test('no personal word is found in logs, in the clear in the database, in addresses, file names, metrics or on the screen', { timeout: 90_000 }, async () => {
  const screen: string[] = []
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name).mockImplementation((...said: unknown[]) => void screen.push(said.map(String).join(' '))))
  const urls: string[] = []
  const onUndici = (what: unknown): void => void urls.push(String((what as { request: { path: string } }).request.path))
  const onHttp = (what: unknown): void => void urls.push((what as { request: { path: string } }).request.path)
  subscribe('undici:request:create', onUndici)
  subscribe('http.client.request.start', onHttp)
  const house = await openHouse()
  try {
    await wholeCase(house)
    await troubles(house)
    const metrics = await Promise.all(['/metrics', '/healthz', '/readyz'].map(async (path) => (await fetch(house.url + path)).text()))
    expect(urls.length).toBeGreaterThan(20)
    expect(house.logged.join()).toContain('could not be dealt with')
    for (const [what, mark] of Object.entries(marks)) {
      const found = (texts: readonly string[]): string[] => texts.filter((text) => text.includes(mark) || text.includes(encodeURIComponent(mark)) || text.includes(JSON.stringify(mark).slice(1, -1)))
      expect(found(house.logged), `${what} in the log`).toEqual([])
      expect(found(screen), `${what} on the screen`).toEqual([])
      expect(found(urls), `${what} in an address`).toEqual([])
      expect(found(metrics), `${what} in the metrics`).toEqual([])
      expect(found(filesUnder(house.dataDir)), `${what} in a file or its name`).toEqual([])
      expect(await inTheClear(house, mark), `${what} in the database`).toEqual([])
    }
    // The search would find them: what staff are called is no secret, and stands there.
    expect(await inTheClear(house, '王调解')).toEqual(['staff'])
  } finally {
    unsubscribe('undici:request:create', onUndici)
    unsubscribe('http.client.request.start', onHttp)
    spies.forEach((spy) => spy.mockRestore())
    await house.stop()
  }
})

async function wholeCase(house: TestHouse): Promise<void> {
  const mediator = await member(house, 'mediator', '王调解')
  await member(house, 'head', '李主任')
  const telegram = house.telegram.user({ id: 424242, first_name: marks.profile, last_name: marks.name, username: 'zqxprofile_u', language_code: 'zh-hans' })
  const line = house.line.user({ displayName: marks.profile, language: 'zh-CN' })
  await line.follow()
  await line.waitForNew()
  for (const resident of [telegram, line] as ChatPerson[]) {
    const story = `楼上邻居家漏水，${marks.story}，把我家天花板泡坏了。`
    await walksTo(resident, story, /对方是谁/, { pick: /^人民调解/ })
    await (resident === telegram ? telegram.sendsDocument(tinyJpeg, `${marks.file}.jpg`, 'image/jpeg', marks.caption) : line.file(tinyJpeg, `${marks.file}.jpg`))
    await resident.waitForNew(/1 份材料|已补充/)
    await house.atWork()
    const { number, code } = await fileCase(resident, marks.other, { typed: { 怎么能联系上: marks.place, 发生在哪里: marks.place, 怎么解决: marks.want, 怎么称呼: marks.name, 电话: marks.phone } })
    await house.calm()
    await mediator.tapsOld(offered([mediator], number).offer, '受理')
    await house.calm()
    await mediator.waitFor((message) => message.text.includes(marks.phone))
    await mediator.taps('记一笔')
    await mediator.waitForNew()
    await mediator.says(marks.note)
    await house.calm()
    await mediator.says('我的待办')
    await mediator.waitForNew(number)
    await mediator.taps(number)
    await mediator.waitForNew((message) => message.labels.includes('给当事人发消息'))
    await mediator.taps('给当事人发消息')
    await mediator.waitForNew()
    await mediator.says(marks.message)
    await house.calm()
    await resident.waitFor(marks.message)
    await mediator.says('我的待办')
    await mediator.waitForNew(number)
    await mediator.taps(number)
    await mediator.waitForNew((message) => message.labels.includes('办结'))
    await closes(house, mediator, /^达成协议/, marks.answer)
    await house.move(6 * 86_400_000)
    await resident.waitFor((message) => message.labels.includes('5 分 很满意'))
    await resident.taps('5 分 很满意')
    await resident.waitForNew('评分 5 分')
    await resident.says(marks.words)
    await house.calm()
    await resident.says('人工')
    await resident.waitForNew()
    await resident.says(marks.human)
    await resident.waitForNew('已转给值班人员')
    await resident.says(`查询`)
    await resident.waitForNew()
    await resident.says(`${number} ${code}`)
    await resident.waitForNew(number)
  }
}

/** What goes wrong is where words leak: refused and broken sendings, updates nobody can read, talks nobody can open. */
async function troubles(house: TestHouse): Promise<void> {
  const resident = await onLine(house)
  house.telegram.fail({ with: '400', method: 'sendMessage', chat: 424242 })
  await house.telegram.user({ id: 424242 }).says(marks.story)
  await house.calm()
  house.line.fail({ with: '400', times: 2 })
  house.telegram.fail({ with: '500', times: 3 })
  await resident.says(`${marks.story}，${marks.phone}`)
  await house.calm()
  house.line.fail({ with: '500', times: 2 })
  await resident.says(marks.want)
  await house.calm()
  await fetch(`${house.url}/webhooks/telegram`, { method: 'POST', headers: { 'x-telegram-bot-api-secret-token': 'telegram_secret' }, body: `{"update_id": "${marks.story}", broken` })
  await fetch(`${house.url}/webhooks/telegram`, { method: 'POST', headers: { 'x-telegram-bot-api-secret-token': 'telegram_secret' }, body: JSON.stringify({ update_id: 77_001, channel_post: { text: marks.story } }) })
  await house.query(`update conversations set state = overlay(state placing '\\x00'::bytea from 40)`)
  await resident.says(marks.note)
  await house.calm()
  await house.move(30_000)
}

async function inTheClear(house: TestHouse, mark: string): Promise<string[]> {
  const tables = await house.query<{ name: string }>(`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await house.query<{ n: number }>(`select count(*)::int as n from ${name} t where position($1 in t::text) > 0 or position($2 in t::text) > 0`, [mark, Buffer.from(mark).toString('hex')])
    if ((row?.n ?? 0) > 0) found.push(name)
  }
  return found
}

/** Names and contents of all files under a folder. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => (statSync(join(folder, name)).isFile() ? [name, readFileSync(join(folder, name), 'utf8')] : [name]))
}
