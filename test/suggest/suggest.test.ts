import { describe, expect, test } from 'vitest'
import type { Regulation } from '../../src/regulations/schema.ts'
import { loadAllRegulations } from '../../src/rules.ts'
import { makeSuggest } from '../../src/suggest/suggest.ts'
import { plainOf } from '../../src/suggest/words.ts'
import { holdsKeyword, reckon, wanted } from './figures.ts'
import { sentences } from './sentences.ts'

const regulations = await loadAllRegulations(undefined)
const forResidents = regulations.filter(({ filers }) => filers.includes('resident'))
const suggest = makeSuggest()
const denials = ['不是', '並不是', 'it is not', 'not about']

function likely(story: string, offered: readonly Regulation[] = forResidents, inForce: readonly Regulation[] = regulations) {
  return suggest(story, offered, { inForce, denials })
}

function names(story: string, offered?: readonly Regulation[]): string[] {
  return likely(story, offered).map(({ regulation, category }) => `${regulation}:${category}`)
}

describe('over three hundred labelled sentences', () => {
  test('at least three quarters of those never tuned by are right in the first three, quickly', async () => {
    const { heldOut, time } = await reckon()
    expect(heldOut).toBeGreaterThanOrEqual(wanted)
    // A fraction of a millisecond on a quiet machine.
    expect(time.median).toBeLessThan(5)
    expect(time.long).toBeLessThan(1000)
  })

  test('a third of them is held out, in each language, and every label is a category there is', () => {
    for (const language of ['zh-CN', 'zh-TW', 'en']) {
      const those = sentences.filter((each) => each.language === language)
      expect(those.length).toBeGreaterThan(50)
      expect(those.filter(({ heldOut }) => heldOut).length / those.length).toBeCloseTo(1 / 3, 1)
    }
    const known = regulations.flatMap(({ id, categories }) => categories.map((each) => `${id}:${each.id}`))
    expect(sentences.flatMap(({ labels }) => labels).filter((label) => !known.includes(label))).toEqual([])
  })

  test('the set repeats neither examples nor keywords: most sentences hold no keyword of their category at all', () => {
    const examples = regulations.flatMap(({ categories }) => categories.flatMap((each) => [...each.examples.zh, ...each.examples.en])).map(bare)
    for (const { text } of sentences) expect(examples.filter((example) => bare(text).includes(example)), text).toEqual([])
    expect(sentences.filter((each) => holdsKeyword(each, regulations)).length / sentences.length).toBeLessThan(0.5)
    expect(sentences.filter(mostlyKeywords).length / sentences.length).toBeLessThan(0.02)
  })
})

describe('the reasons', () => {
  test('are the person’s own words, as they wrote them', () => {
    for (const { text } of sentences) {
      for (const { because } of likely(text)) {
        expect(because.length, text).toBeGreaterThan(0)
        expect(because.length).toBeLessThanOrEqual(3)
        for (const words of because) expect(text).toContain(words)
      }
    }
  })

  test.each([
    ['樓上鄰居半夜很吵', 'mediation:neighbour', '吵'],
    ['老板拖欠我三个月工资', 'labour:pay', '老板拖欠'],
    ['My LANDLORD keeps the deposit', 'mediation:house', 'LANDLORD keeps the deposit'],
  ])('of "%s" tell why it is %s', (story, name, word) => {
    expect(likely(story).find(({ regulation, category }) => `${regulation}:${category}` === name)?.because).toContain(word)
  })
})

describe('no suggestion is better than a wild one', () => {
  test.each(['', '谢谢', '你好，有人在吗', '哈哈哈', '12345', 'ok', 'thank you very much', 'hello, are you there?', '好的知道了，辛苦', '👍👍'])('nothing is made of "%s"', (story) => {
    expect(likely(story)).toEqual([])
  })
})

describe('what misleads does not', () => {
  test('what a matter is said not to be', () => {
    expect(names('不是欠薪，是房东不退押金')[0]).toBe('mediation:house')
    expect(names('不是欠薪，是房东不退押金')).not.toContain('labour:pay')
    expect(names('It is not about wages, my landlord keeps my deposit')).not.toContain('labour:pay')
    // Somebody else denies here; it is just what the matter is about.
    expect(names('出了事公司说我不是他们的员工')).toContain('labour:relation')
  })

  test('landmarks', () => {
    expect(names('我住在医院旁边，楼上一直漏水').filter((name) => /medical/.test(name))).toEqual([])
    expect(names('The flat above mine leaks, I live opposite the hospital').filter((name) => /medical/.test(name))).toEqual([])
  })
})

describe('which come first', () => {
  test('the particular regulation before the general one, where it is offered', () => {
    expect(names('包工头拖欠我们的工钱').slice(0, 2)).toEqual(['labour:pay', 'mediation:labour'])
    expect(names('健身房关门了，卡里的钱退不了').slice(0, 2)).toEqual(['consumer:prepaid', 'mediation:consumer'])
    expect(names('包工头拖欠我们的工钱', forResidents.filter(({ id }) => id !== 'labour'))[0]).toBe('mediation:labour')
  })

  test('only what is offered, and findings of a screening never to residents', () => {
    const finding = '巡查发现五号楼楼道停满电瓶车，已拍照上报'
    expect(names(finding, regulations)[0]).toBe('screening:safety')
    expect(names(finding).filter((name) => name.startsWith('screening'))).toEqual([])
    expect(names('老板拖欠工资', regulations.filter(({ id }) => id === 'petition')).filter((name) => !name.startsWith('petition'))).toEqual([])
  })

  test('traditional and simplified characters, one ending and another, are the same words', () => {
    expect(names('樓上漏水，天花板發霉了')).toEqual(names('楼上漏水，天花板发霉了'))
    expect(names('my neighbours are arguing')).toEqual(names('my neighbour argues'))
    expect(names('管委會亂收管理費')[0]).toMatch(/^(mediation:property|property-complaint:service)$/)
    expect(names('公司說要資遣我')[0]).toBe('labour:dismissal')
  })

  test('said again, it is the same', () => {
    const another = makeSuggest()
    for (const { text } of sentences) expect(another(text, forResidents, { inForce: [...regulations], denials })).toEqual(likely(text))
  })
})

test('what was learnt beforehand is not weighed again in anybody’s turn', () => {
  let read = 0
  const watched = regulations.map((each) => new Proxy(each, { get(of, key) { read += key === 'categories' ? 1 : 0; return Reflect.get(of, key) as unknown } }))
  const learned = makeSuggest()
  learned.learn(watched)
  expect(read).toBeGreaterThan(0)
  read = 0
  expect(learned('老板拖欠我三个月工资', forResidents, { inForce: [...watched], denials })[0]).toMatchObject({ regulation: 'labour', category: 'pay' })
  expect(read).toBe(0)
})

describe('an office’s own regulation', () => {
  const clinic = { ...(forResidents[0] as Regulation), id: 'clinic', categories: [{ id: 'queue', keywords: { zh: ['挂号', '候诊'], en: ['outpatients'] }, examples: { zh: ['专家号抢不到'], en: [] } }] }
  const with_ = [...regulations, clinic]

  test('of a few words is found by them, and nowhere else', () => {
    expect(likely('我在候诊室等了一天，挂号也没人管', [...forResidents, clinic], with_)[0]).toMatchObject({ regulation: 'clinic', category: 'queue' })
    for (const { text } of sentences.slice(0, 100)) expect(likely(text, [...forResidents, clinic], with_)[0]?.regulation, text).not.toBe('clinic')
  })

  test('is known as soon as it is in force, and forgotten when it is not', () => {
    const asked = (inForce: readonly Regulation[]): unknown => suggest('挂号候诊', [clinic], { inForce, denials })[0]?.regulation
    expect(asked(regulations)).toBeUndefined()
    expect(asked(with_)).toBe('clinic')
    expect(asked(regulations)).toBeUndefined()
  })
})

/** Small letters, simplified characters, no marks. */
function bare(text: string): string {
  return plainOf(text).replace(/[^\p{L}\p{N}]/gu, '')
}

/** More than half of it is keywords of its own categories. */
function mostlyKeywords({ text, labels }: (typeof sentences)[number]): boolean {
  const own = regulations.flatMap(({ id, categories }) => categories.filter((each) => labels.includes(`${id}:${each.id}`)))
  const words = own.flatMap(({ keywords }) => [...keywords.zh, ...keywords.en]).map(bare).sort((a, b) => b.length - a.length)
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), bare(text))
  return left.length < bare(text).length / 2
}
