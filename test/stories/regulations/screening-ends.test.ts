import { afterAll, beforeAll, expect, test } from 'vitest'
import { chased, filer, told } from './chased.ts'
import { openOffice, whoHeard, type Office } from './life.ts'

/** How grave a finding is and how it ends, in the Chinese of Taiwan. 2026-11-23 is a Monday. */

let office: Office
let files: ReturnType<typeof filer>
beforeAll(async () => {
  office = await openOffice({ language: 'zh-TW', takes: ['screening', 'mediation'], staff: [['informant', '周網格'], ['mediator', '王調解'], ['mediator', '何調解'], ['head', '李主任'], ['leader', '陳主管']] })
  files = filer(office, { kind: '訪查預警', name: '居民', answers: { 在哪裡: '東里三鄰', 涉及誰: '周家和吳家' }, number: /^S2026\d{4}$/ })
})
afterAll(async () => {
  expect(office.house.telegram.violations).toEqual([])
  await office.stop()
})
const ditch = '訪查發現鄰里為水溝又吵起來了。'
/** As somebody on a round taps them: how many people, which signs, how often before. */
const found = (people: string, signs: string, before: string): RegExp => new RegExp(`鄰里家庭|^是另一件新的事$|^${people}|^${signs}|^${before}`)

test('SCR-5 SCR-4: a finding has three ends and the way to mediation; the grave one ends by no way without the leader', async () => {
  const { number } = await files('2026-12-01 10:00', ditch, found('不到五人', '揚言威脅', '第一次'), { again: '周網格' })
  const finder = office.the('周網格')
  await finder.says('我的案件')
  await finder.waitForNew(number)
  await finder.taps(number)
  expect((await finder.waitForNew((message) => message.text.includes(number))).labels).not.toContain('撤回')
  // Found twice: said by whoever is offered it, but merged only with the leader's word.
  const asked = office.asked(number)
  await office.closes(asked, number, /^已有通報，合併/, '與上週那件是同一件事。')
  expect(told(await office.lately(), '周網格', '正在簽核')).not.toContain('同一件事')
  await office.does('陳主管', number, /^簽核/, /^退回/, '上週那件沒有揚言的情形，請另外處理。')
  const holder = await office.takes(number)
  await office.does(holder, number, /^結案/)
  expect(office.the(holder).last().labels.filter((label) => label !== '算了')).toEqual(['已移交有關單位', '已化解，銷帳', '已有通報，合併'])
  await office.closes(holder, number, /^已移交有關單位/, '已移交派出所，王警員接手。')
  await office.does('陳主管', number, /^簽核/, /^同意/)
  expect(told(await office.lately(), '周網格', '已結案')).toContain('已移交派出所')
})

test('SCR-5: one plan, one deadline: the day the leader sets holds for the plan and for the end', async () => {
  const { number } = await files('2026-12-07 10:00', ditch, found('十到二十九人', '都沒有', '第一次'), { again: '周網格' })
  const holder = await office.takes(number)
  await office.does(holder, number, /^記錄到場/, '兩家都在，先勸開了。')
  await office.does('陳主管', number, /^訂方案和期限/, /^3 個工作日/, '陳主管', '王調解、何調解', '先修水溝。')
  expect(told(await office.lately(), '李主任', '先修水溝')).toContain('期限：12月10日週四')
  expect(chased(await office.until('2026-12-16 10:00'), number, { [holder]: '承辦' })).toEqual([
    '12-08 09:00 承辦 soon 立案調解、移交或銷帳', '12-09 09:00 承辦 soon 依方案化解',
    '12-11 09:00 承辦 late 依方案化解', '12-11 09:00 承辦 late 立案調解、移交或銷帳', '12-11 09:00 李主任 told 依方案化解', '12-11 09:00 李主任 told 立案調解、移交或銷帳',
    '12-14 09:00 李主任 told 依方案化解', '12-14 09:00 陳主管 told 依方案化解', '12-15 09:00 李主任 told 立案調解、移交或銷帳', '12-15 09:00 陳主管 told 立案調解、移交或銷帳',
  ].sort())
  await office.closes(holder, number, /^已化解，銷帳/, '水溝修好了，兩家握手。')
  await office.does('陳主管', number, /^簽核/, /^同意/)
  expect(told(await office.lately(), '周網格', '已結案')).toContain('水溝修好了')
})

test('SCR-3 SCR-4: people, signs and how often decide the level; red wakes head and leader at once, nothing else does', async () => {
  const findings = [
    ['不到五人', '都沒有', '第一次', 'blue'], ['五到九人', '都沒有', '第一次', 'yellow'], ['不到五人', '都沒有', '有過一次', 'yellow'],
    ['十到二十九人', '都沒有', '第一次', 'orange'], ['不到五人', '揚言威脅', '第一次', 'orange'], ['不到五人', '都沒有', '多次', 'orange'],
    ['三十人以上', '都沒有', '第一次', 'red'], ['不到五人', '動手', '第一次', 'red'], ['不到五人', '要自傷', '第一次', 'red'], ['不到五人', '正在聚集', '第一次', 'red'],
  ] as const
  for (const [n, [people, signs, before, level]] of findings.entries()) {
    const at = `2026-12-22 22:${String(10 + n)}`
    const { number, said } = await files(at, ditch, found(people, signs, before), { again: '周網格' })
    expect({ people, signs, before, level: (await office.row(number))['level'] }).toEqual({ people, signs, before, level })
    expect(whoHeard(said, number).filter((line) => line.endsWith('陳主管'))).toEqual(level === 'red' ? [`${at} 陳主管`] : [])
  }
})
