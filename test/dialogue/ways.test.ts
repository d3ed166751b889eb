import { describe, expect, it } from 'vitest'
import type { Draft } from '../../src/dialogue/state.ts'
import { isNameless, roadOf } from '../../src/dialogue/steps.ts'
import { makeHouse } from '../../src/house.ts'
import { makeSuggest } from '../../src/suggest/suggest.ts'
import { person, regulations, speaker, anyOffice, type Person } from './person.ts'

/** In whose name: nobody who files for themselves is asked; the others choose, and are asked what that needs and nothing else. */

const house = makeHouse({ name: '和平街道', zone: 'Asia/Shanghai', regulations, office: anyOffice, speaker, clock: () => Date.parse('2026-11-23T09:30:00+08:00'), suggest: makeSuggest() })

function asked(regulation: string, as?: Draft['as'], answers: Draft['answers'] = []): string[] {
  const category = regulations.find(({ id }) => id === regulation)?.categories[0]?.id ?? ''
  const draft: Draft = { startedAt: 0, story: '一件事', bubbles: [], suggestions: [], regulation, category, answers, skipped: [], files: [], evidenceDone: false, dangers: [], typed: [], ...(as ? { as } : {}) }
  return roadOf(draft, house).map((place) => (place.at === 'question' ? place.id : place.at))
}

const gone = (from: string[], to: string[]): string[] => from.filter((each) => !to.includes(each))

describe('what is asked', () => {
  it('of most people not one question more than the regulation has', () => {
    for (const { id, questions } of regulations) expect(gone(asked(id), ['story', 'kind', 'evidence', 'review', ...questions.map((each) => each.id)]), id).toEqual([])
  })

  it('under a code name nobody for name, phone, address, or whether to give one (PET-7)', () => {
    expect(gone(asked('petition', 'self', [{ id: 'nameless', text: '否', value: 'no' }]), asked('petition', 'hidden'))).toEqual(['nameless', 'own-name', 'own-phone', 'own-place'])
    expect(gone(asked('property-complaint'), asked('property-complaint', 'hidden'))).toEqual(['own-name', 'own-phone'])
  })

  it('of a proxy for whom they act, before who they are (PET-9)', () => {
    const road = asked('mediation', 'proxy')
    expect(gone(road, asked('mediation'))).toEqual(['principal-name', 'principal-contact'])
    expect(road.indexOf('principal-name')).toBeLessThan(road.indexOf('own-name'))
    expect(gone(asked('petition', 'proxy'), asked('petition'))).toEqual(['principal-name', 'principal-contact', 'own-name', 'own-phone', 'own-place'])
  })

  it('anew, when the way does not go with the kind', () => {
    expect(asked('labour', 'hidden')).toContain('who')
    expect(asked('consumer', 'hidden')).toContain('who')
    expect(asked('labour', 'group')).not.toContain('who')
  })
})

describe('on the road', () => {
  function begun(): Person {
    const me = person()
    me.does({ kind: 'press', press: 'h:file' })
    me.taps('同意，继续')
    return me
  }

  it('the door stands under the first question, and leads back to it', () => {
    const me = begun()
    me.taps('代办、匿名或集体')
    expect(me.labels()).toEqual(['本人提出', '替别人代办', '用代号，不留姓名', '和大家一起', '返回', '取消'])
    me.taps('返回')
    expect(me.state.at).toEqual({ at: 'story' })
    me.taps('代办、匿名或集体')
    me.says('我是替我奶奶来的')
    expect(me.read()).toContain('请点下面的一个选项')
    me.taps('替别人代办')
    expect(me.read()).toContain('由谁提出：替别人代办')
  })

  it('a name told before does not go along under a code name', () => {
    const me = person()
    me.speaking = { ...me.speaking, name: '欧阳鹮名', phone: '19987654321' }
    me.does({ kind: 'press', press: 'h:file' })
    me.taps('同意，继续')
    expect(JSON.stringify(me.state.draft)).toContain('欧阳鹮名')
    me.taps('代办、匿名或集体')
    me.taps('用代号，不留姓名')
    me.says('村干部把低保给了自己亲戚，村里人都知道。')
    me.taps(/干部/)
    expect(JSON.stringify(me.state)).not.toMatch(/欧阳鹮名|19987654321/)
    expect(me.state.draft && isNameless(me.state.draft)).toBe(false)
  })
})
