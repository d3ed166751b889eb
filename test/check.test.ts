import { describe, expect, test } from 'vitest'
import { checkHabits, checkLength } from '../src/commands/check/habits.ts'
import { checkImports, checkTable, rowOf, table } from '../src/commands/check/imports.ts'
import { checkKeys } from '../src/commands/check/keys.ts'
import { checkLanguages, flat, type Languages } from '../src/commands/check/languages.ts'
import { checkPage } from '../src/commands/check/page.ts'
import { checkPlain } from '../src/commands/check/plain.ts'
import { checkPurity } from '../src/commands/check/purity.ts'
import { checkSettings } from '../src/commands/check/settings.ts'
import { readSource, type Finding } from '../src/commands/check/source.ts'

/** Every rule of `npm run check` refuses what it is there to refuse, and lets pass what only looks like it. */

const says = (found: Finding[]): string[] => found.map((each) => each.says)
const imports = (path: string, text: string): string[] => says(checkImports([readSource(path, text)]))
const purity = (path: string, text: string): string[] => says(checkPurity([readSource(path, text)]))
const habits = (path: string, text: string): string[] => says(checkHabits([readSource(path, text)]))

describe('imports point one way', () => {
  test.each([
    ['channels/telegram/read.ts', "import { openDatabase } from '../../store/database.ts'"],
    ['channels/web.ts', "import type { Database } from '../store/database.ts'"],
    ['channels/line/send.ts', "import { talkTurns } from '../../turns/talks.ts'"],
    ['channels/line/send.ts', "import type { Delivery } from '../../delivery/delivery.ts'"],
    ['channels/line/send.ts', "import { call } from '../telegram/gateway.ts'"],
    ['channels/telegram/read.ts', "import { firstState } from '../../dialogue/talk.ts'"],
    ['store/cases.ts', "import type { Channel } from '../channels/channel.ts'"],
    ['store/talks.ts', "import { talk } from '../dialogue/talk.ts'"],
    ['store/cases.ts', "import { decideCase } from '../cases/decide.ts'"],
    ['store/postgres/start.ts', "import { openDatabase } from '../database.ts'"],
    ['cases/assign.ts', "import { staffOf } from '../store/cases.ts'"],
    ['cases/assign.ts', "import type { Log } from '../log.ts'"],
    ['dialogue/talk.ts', "import { readFileSync } from 'node:fs'"],
    ['dialogue/talk.ts', "import { z } from 'zod'"],
    ['calendar/days.ts', "import type { CaseState } from '../cases/case.ts'"],
    ['regulations/load.ts', "import { readFile } from 'node:fs/promises'"],
    ['events.ts', "import { idFrom } from './ids.ts'"],
    ['jobs/files.ts', "import { chatLimits } from '../web/chat/door.ts'"],
    ['web/chat/router.ts', "import { openDatabase } from '../../store/database.ts'"],
    ['web/doors.ts', "import { talkTurns } from '../turns/talks.ts'"],
    ['turns/talks.ts', "import express from 'express'"],
    ['turns/talks.ts', "export { send } from '../channels/telegram/send.ts'"],
    ['turns/talks.ts', "const late = await import('../web/server.ts')"],
    ['turns/talks.ts', "type Server = import('../web/server.ts').WebParts"],
  ])('%s may not: %s', (path, text) => {
    expect(imports(path, text)).toHaveLength(1)
  })

  test.each([
    ['channels/telegram/read.ts', "import type { Incoming } from '../../events.ts'\nimport { line } from '../text.ts'\nimport { Telegram } from 'telegraf'"],
    ['store/talks.ts', "import type { TalkState } from '../dialogue/state.ts'\nimport type pg from 'pg'\nimport { join } from 'node:path'"],
    ['web/doors.ts', "import { type Talks } from '../turns/talks.ts'"],
    ['cases/duties/clock.ts', "import { tell } from '../work.ts'\nimport { dayOf } from '../../calendar/limit.ts'"],
    ['turns/talks.ts', "// import express from 'express'\nexport const said = \"import express from 'express'\""],
  ])('%s may: %s', (path, text) => {
    expect(imports(path, text)).toEqual([])
  })

  test('a new folder needs a row, and no row lets pure code near the shell', () => {
    expect(imports('reports/monthly.ts', 'export const a = 1')[0]).toMatch(/has no row/)
    const shell = ['store', 'channels', 'turns', 'delivery', 'jobs', 'web', 'words', 'log.ts', 'config.ts']
    for (const row of table.filter((each) => each.pure)) expect(row.ours.filter((each) => shell.some((name) => each.includes(name)))).toEqual([])
    expect(['cases', 'calendar', 'dialogue', 'regulations'].map((folder) => rowOf(`${folder}/any.ts`)?.pure)).toEqual([true, true, true, true])
  })
})

test('a row of what is gone is gone too', () => {
  const all = [...new Set(table.flatMap((row) => [row.who, ...row.ours.map((each) => each.replace(/^type |\/\*$/g, ''))]))]
  const sources = all.map((path) => readSource(path.endsWith('.ts') ? path : `${path}/any.ts`, ''))
  expect(checkTable(sources)).toEqual([])
  expect(says(checkTable(sources.filter(({ path }) => path !== 'ids.ts')))).toEqual(['names ids.ts, which there is not'])
})

describe('pure code', () => {
  test.each([
    'export async function f() {}', 'export const f = async () => 1', 'const x = await f()', 'const f = async () => { for await (const x of y) g(x) }',
    'const now = Date.now()', 'const now = new Date()', 'const now = Date()', 'const n = Math.random()', 'const soon = setTimeout(f, 1)',
    'const id = crypto.randomUUID()', 'const home = process.env.HOME', 'const g = globalThis', 'const x = fetch(url)', 'console.log(1)', 'const t = performance.now()', 'const f = { process }',
  ])('has no: %s', (text) => {
    expect(purity('cases/sample.ts', text).length).toBeGreaterThan(0)
    expect(purity('turns/sample.ts', text)).toEqual([])
  })

  test.each(['const day = new Date(at).toISOString()', 'const at = Date.UTC(2026, 1, 1)', 'const x = duty.process', 'type T = { performance: number }', 'const x = { crypto: 1 }', '// Date.now()'])('has: %s', (text) => {
    expect(purity('calendar/sample.ts', text)).toEqual([])
  })
})

describe('habits', () => {
  test.each([
    ['words in code', "const label = '确认提交'"],
    ['words in code', 'const label = `第 ${n} 步`'],
    ['words in code', 'const sign = /^(是|否)$/'],
    ['words in code', "const line = { say: 'Your case is closed' }"],
    ['words in code', 'const line = { say: `Day ${n}` }'],
    ['reads the environment', 'const port = process.env.PORT'],
    ['logs "story"', "log.info({ story }, 'a case was filed')"],
    ['logs "user"', "parts.log.warn({ error, user: to }, 'not sent')"],
    ['facts that cannot be told', "log.info({ ...incoming }, 'came')"],
    ['words with holes', 'log.info({}, `came from ${user}`)'],
    ['keeps state', 'let last = 0'],
    ['keeps state', 'export let last = 0'],
    ['a class that is no error', 'export class CaseManager {}'],
  ])('refuse %s: %s', (why, text) => {
    expect(habits('turns/sample.ts', text).filter((each) => each.includes(why)).length).toBeGreaterThan(0)
  })

  test.each([
    '// 确认提交', '/** "地点：井巷" */', 'const line = { say: story }', 'const line = { say: `“${words}”` }', "log.warn({ error, channel: 'line' }, 'not sent')",
    'export class Gone extends Error {}', 'export function f() { let n = 0; return n }',
  ])('let pass: %s', (text) => {
    expect(habits('turns/sample.ts', text)).toEqual([])
  })

  test('words that people type are read in answers.ts alone; settings are read at the start', () => {
    expect(habits('dialogue/answers.ts', "const yes = new Set(['是'])")).toEqual([])
    expect(habits('dialogue/talk.ts', "const yes = new Set(['是'])")).toHaveLength(1)
    expect(habits('main.ts', 'const config = readConfig(process.env)')).toEqual([])
  })

  test('a file of 301 lines is two files', () => {
    expect(checkLength([{ path: 'a.ts', text: 'a\n'.repeat(300) }, { path: 'b.ts', text: 'a\n'.repeat(301) }]).map((each) => each.file)).toEqual(['src/b.ts'])
  })

  test('says where', () => {
    expect(checkHabits([readSource('turns/sample.ts', '\n\nlet last = 0')])).toMatchObject([{ file: 'src/turns/sample.ts', line: 3 }])
  })
})

test.each([
  ['#PORT=3000\n#HOST=', []],
  ['#PORT=3000', ['does not explain HOST']],
  ['#PORT=8080\n#HOST=', ['gives PORT another default than config.ts: 3000']],
  ['#PORT=3000\nHOST=\n#TOKEN=', ['explains TOKEN, which config.ts does not know']],
])('settings are explained as they are: %s', (example, found) => {
  const config = readSource('config.ts', 'const settings = z.object({ PORT: z.coerce.number().int().default(3000), HOST: z.string().optional() })')
  expect(says(checkSettings(config, example))).toEqual(found)
})

const languages = (words: Record<string, object>): Languages => new Map(Object.entries(words).map(([language, each]) => [language, new Map(flat(each, 'talk:'))]))

describe('languages', () => {
  test('that say the same need nothing', () => {
    expect(checkLanguages(languages({
      en: { hello: 'Hello {{name}}', files_one: 'one file', files_other: '{{count}} files', ask: { where: 'Where?' } },
      'zh-CN': { hello: '{{name}}，您好', files_other: '{{count}} 份', files_zero: '没有', ask: { where: '在哪里？' } },
    }))).toEqual([])
  })

  test.each([
    ['is missing', { a: 'A', b: 'B' }, { a: '甲' }],
    ['does not say {{name}}', { a: 'Hello {{name}}' }, { a: '您好' }],
    ['does not say {{nmae}}', { a: 'Hello {{nmae}}' }, { a: '{{name}}' }],
    ['has no words', { a: ' ' }, { a: '甲' }],
    ['has no words', { a: null }, { a: '甲' }],
    ['begins or ends with a space', { a: 'A ' }, { a: '甲' }],
    ['placeholder that is not whole', { a: '{{name}', b: '' }, { a: '{{name}}', b: '' }],
    ['the language counts so', { n_other: '{{count}}' }, { n_other: '{{count}}' }],
    ['the language does not count so', { n_one: '1', n_other: '{{count}}' }, { n_one: '1', n_other: '{{count}}' }],
  ])('%s', (why, en, zh) => {
    expect(says(checkLanguages(languages({ en, 'zh-CN': zh }))).join('\n')).toContain(why)
  })
})

describe('what residents read', () => {
  const jargon = { 'zh-CN': ['回避'], en: ['respondent'] }
  const plain = (language: string, key: string, text: string): string[] => says(checkPlain(new Map([[language, new Map([[key, text]])]]), jargon, new Set(['mediation'])))
  const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ')

  test.each([
    ['45 characters and no more', 'zh-CN', 'talk:ask.story', `${'字'.repeat(45)}。${'字'.repeat(45)}`],
    ['25 words and no more', 'en', 'talk:ask.story', `${words(25)}. ${words(25)}`],
    ['a gap counts as what fills it', 'zh-CN', 'mediation:told.x', `${'字'.repeat(40)}{{aVeryLongNameIndeed}}`],
    ['an office\'s word with its explanation', 'zh-CN', 'mediation:first.rights', '可以要求回避（换一位调解员）'],
    ['staff may read their own words', 'zh-CN', 'mediation:step.recuse', '申请回避'],
  ])('%s', (_what, language, key, text) => { expect(plain(language, key, text)).toEqual([]) })

  test.each([
    ['a sentence of 46', 'zh-CN', 'talk:ask.story', '字'.repeat(46)],
    ['a sentence of 26', 'en', 'case:told.x', words(26)],
    ['says "回避"', 'zh-CN', 'mediation:first.rights', '可以要求回避'],
    ['says "respondent"', 'en', 'case:next.filed', 'The Respondents will be asked.'],
  ])('%s', (why, language, key, text) => { expect(plain(language, key, text).join()).toContain(why) })
})

describe('keys', () => {
  const words = languages({ en: { step: 'Step {{n}} of {{of}}', hint: { date: 'A date', money: 'An amount' }, done: 'Done' } })
  const keys = (path: string, text: string): string[] => says(checkKeys([readSource(path, text)], words, []))
  const rest = "const all = [{ key: `talk:hint.${kind}` }, { key: 'talk:done' }, { key: 'talk:step', with: { n, of } }]\n"

  test('all said, all with words', () => {
    expect(keys('turns/sample.ts', rest)).toEqual([])
    expect(keys('turns/sample.ts', `${rest}const one = { key: good ? 'talk:done' : 'talk:hint.date' }; const url = 'talk://host'; const other = 'note:well'`)).toEqual([])
  })

  test.each([
    ['talk:dnoe has no words', "const a = { key: 'talk:dnoe' }"],
    ['talk:ask.… has no words', 'const a = { key: `talk:ask.${kind}` }'],
    ['talk:step says {{of}}, which is not given', "const a = { key: 'talk:step', with: { n } }"],
    ['talk:step says {{n}}, {{of}}, which is not given', "const a = { key: 'talk:step' }"],
    ['talk:step says {{n}}, {{of}}, which is not given', "const a = { key: good ? 'talk:done' : 'talk:step' }"],
  ])('%s', (why, text) => {
    expect(keys('turns/sample.ts', rest + text)).toEqual([why])
  })

  test('what nobody says is left over', () => {
    expect(keys('turns/sample.ts', "const a = { key: 'talk:step', with: values }")).toEqual(['talk:hint.date is said nowhere', 'talk:hint.money is said nowhere', 'talk:done is said nowhere'])
  })

  test('cases say theirs by words(…)', () => {
    const cases: Languages = new Map([['en', new Map([['case:told', 'By {{who}}']])]])
    const found = (text: string): string[] => says(checkKeys([readSource('cases/sample.ts', text)], cases, []))
    expect(found("tell(words('told', { who }))")).toEqual([])
    expect(found("tell(words('told'))")).toEqual(['case:told says {{who}}, which is not given'])
    expect(found("tell(words('tlod', { who }))")).toEqual(['case:tlod has no words', 'case:told is said nowhere'])
  })

  test('what data names must have words, and is a place to say them', () => {
    const derived = [{ file: 'petition.yaml', key: 'talk:done' }, { file: 'petition.yaml', key: 'petition:name' }]
    expect(checkKeys([readSource('turns/sample.ts', rest.replace("{ key: 'talk:done' }, ", ''))], words, derived)).toEqual([{ file: 'petition.yaml', line: 0, says: 'petition:name has no words' }])
  })

  test('pages', () => {
    const page = (html: string, script: string): string[] => says(checkPage({
      part: 'chat:', html: { path: 'web/chat/page/chat.html', text: html }, scripts: [readSource('web/chat/page/chat.js', script)],
    }, new Set(['chat:send', 'chat:lost', 'chat:demo.title'])))
    expect(page('<b data-word="send">{{send}}</b>', "tell('lost')")).toEqual([])
    expect(page('<b data-word="sned">{{send}}</b>', 'tell(words.lost)')).toEqual(['sned has no words in chat.json'])
    expect(page('<b>{{send}}</b>', '')).toEqual(['chat:lost is said nowhere'])
  })
})
