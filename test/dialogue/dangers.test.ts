import { expect, test } from 'vitest'
import { newDangers } from '../../src/dialogue/dangers.ts'
import { makeHouse } from '../../src/house.ts'
import { loadAllRegulations } from '../../src/rules.ts'
import { anyOffice, person, speaker } from './person.ts'

const regulations = await loadAllRegulations(undefined)
const houseIn = (zone: string) => makeHouse({ name: '和平街道', zone, regulations, office: anyOffice, speaker, clock: () => Date.parse('2026-11-23T09:30:00+08:00') })
const { dangers } = houseIn('Asia/Shanghai')

test.each([
  '有事请打我电话', '打我手机就行', '加我或者打我微信', '晚上睡觉总被打扰', '施工把午休都被打断了', '衣服被打湿了', '我家门锁被打开过', '路灯坏了，灰尘聚集', '物业把门口的树弄死了',
  '报销汽油费的事', '车老停在楼下堵路口', '楼道里有火灾隐患', '他冲我发起火来', '热线打人工没人接',
  '有事請打我電話', '晚上常被打擾', '衣服被打濕了', '加油站多收了汽油費',
  '孩子夜里发烧起来了', '要杀虫的药', '停车费要杀价',
  '物业每个月多收我好几百块', '我的车被人堵住出不来', '消防通道被人堵着', '绿地被人围住种菜', '有人围着花坛遛狗', '一百多人只有一部电梯', '一大群人跳广场舞', 'People blocking my driveway', 'hundreds of people use one lift',
  '公司只打了我一个月的工资', '客服打了我三次电话', '邻居天天在打架子鼓', '我买的电动刀坏了', '给我爸动刀后感染', '物业砍我家门口的树', '毒杀我家的狗', '除草剂杀死了我家的菜', '从不动手打扫', '麻将打起来没完', '拿枪加油', 'They hit me with a surprise fee',
  '冲我发起了火', '锅炉烧起来噪音很大', '燃气漏抄了三个月', 'There is a fire door that does not close', 'There was a fire drill', '旅游行程被改了', '打人社局电话没人接', '工资已打我卡里',
  'The wall is not stable', 'structural stability of the balcony', 'My heart is beating fast', 'The shelf is a bit unstable', 'The skillful knifefish shop',
  '火災保険について知りたい', 'おかしいと思います', 'Tôi bị đánh giá thấp', 'ประกันไฟไหม้บ้าน',
])('an ordinary sentence is no danger: %s', (text) => {
  expect(newDangers(text, dangers, null)).toEqual([])
})

test.each([
  ['邻居打我', 'violence'], ['他打我，还不停打我电话', 'violence'], ['我被打了', 'violence'], ['他说要弄死我', 'violence'], ['他拿刀要砍人', 'violence'], ['我不想活了', 'self-harm'], ['他往门上泼汽油', 'fire'], ['他提着一桶汽油来了', 'fire'],
  ['他打了我', 'violence'], ['他说要杀了我', 'violence'], ['他要杀我', 'violence'], ['他拿着刀', 'violence'], ['用刀砍我', 'violence'], ['有人在打架', 'violence'], ['he hit me', 'violence'], ['he will kill us', 'violence'], ['he has a gun', 'violence'],
  ['房子烧起来了', 'fire'], ['家里着了火', 'fire'], ['煤气漏了', 'fire'], ['there is a fire in our corridor', 'fire'], ['a strong smell of gas', 'fire'],
  ['三十多个人堵在门口', 'crowd'], ['来了一百多人', 'crowd'], ['50 people are blocking the entrance', 'crowd'],
  ['楼道着火了', 'fire'], ['门口很多人聚集闹事', 'crowd'], ['几十人堵在门口', 'crowd'], ['他們帶人堵門', 'crowd'],
  ['鄰居毆打我', 'violence'], ['他說要弄死他全家', 'violence'], ['我不想活了，想自殺', 'self-harm'], ['樓下失火', 'fire'], ['瓦斯外洩了', 'fire'],
  ['He stabbed my brother', 'violence'], ['My neighbour is stabbing people', 'violence'], ['He beats me every night', 'violence'], ['I want to die', 'self-harm'], ['My house is on fire!', 'fire'], ['There is a gas leak', 'fire'], ['They are blocking the road', 'crowd'],
  ['もう死にたい', 'self-harm'], ['隣の人に殴られました', 'violence'], ['アパートが火事です', 'fire'], ['ไม่ไหวแล้ว อยากตาย', 'self-harm'], ['เขาถือมีดมาหน้าบ้าน', 'violence'], ['ไฟไหม้ตึก', 'fire'], ['Tôi muốn chết', 'self-harm'], ['Chồng tôi đánh tôi', 'violence'], ['Nhà đang cháy', 'fire'], ['Họ chặn đường', 'crowd'],
])('a dangerous one is: %s', (text, kind) => {
  expect(newDangers(text, dangers, null)).toContain(kind)
})

test.each([['Asia/Shanghai', '12356'], ['Asia/Urumqi', '12356'], ['Asia/Taipei', '1925'], ['Asia/Hong_Kong', '18111']])('the numbers are those of the place: %s', (zone, lifeline) => {
  expect(houseIn(zone).numbers['lifeline']).toBe(lifeline)
})

test('whatever the language, help and danger name the same numbers of the place', () => {
  const me = person({}, 'zh-TW')
  me.says('說明')
  expect(me.read()).toContain('110 / 119 / 120')
  me.says('樓下失火了')
  expect(me.read()).toMatch(/119[\s\S]*120/)
})

test('said once in a draft it is not said at every sentence; an hour later it is said again, also to who has gone on writing', () => {
  const me = person()
  me.says('楼上的人打我，拿刀威胁，我不敢回家了。')
  expect(me.read()).toContain('110')
  me.taps(/^同意/)
  me.says('他昨天也打我了，还在楼道里堵我。')
  expect(me.effects.some((each) => each.do === 'alert')).toBe(false)
  me.wait(40 * 60_000)
  me.says('他还在外面砸门打人。')
  expect(me.effects.some((each) => each.do === 'alert')).toBe(false)
  me.wait(25 * 60_000)
  me.says('他刚才又打我了。')
  expect(me.effects.some((each) => each.do === 'alert')).toBe(true)
  expect(me.read()).toContain('110')
  me.effects = []
  me.wait(5 * 3_600_000)
  me.says('他刚才又打我了。')
  expect(me.effects.some((each) => each.do === 'alert')).toBe(true)
  expect(me.read()).toContain('110')
})
