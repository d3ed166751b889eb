import { join } from 'node:path'
import type { Reply, Speaking, TalkAsk, TalkEffect, TalkState, House, Known } from '../../src/dialogue/state.ts'
import { firstState, talk } from '../../src/dialogue/talk.ts'
import type { Body } from '../../src/events.ts'
import type { Regulation } from '../../src/regulations/schema.ts'
import { makeHouse } from '../../src/house.ts'
import { loadAllRegulations } from '../../src/rules.ts'
import { makeSuggest } from '../../src/suggest/suggest.ts'
import { loadSpeaker, type Speaker } from '../../src/words/words.ts'
import { office as calendar } from '../calendar/year2026.ts'

/** A person talking with the pure dialogue: no database, no channel. What the shell would look up is answered as "nothing there". */
export const speaker: Speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback: 'zh-CN', zone: 'Asia/Shanghai' })
export const regulations: readonly Regulation[] = await loadAllRegulations(undefined)
const suggest = makeSuggest()
const start = Date.parse('2026-11-23T09:30:00+08:00')

export type Person = {
  state: TalkState
  speaking: Speaking
  effects: TalkEffect[]
  last: Reply | undefined
  now: number
  does(body: Body): void
  says(text: string, messageId?: string): void
  taps(label: string | RegExp): void
  /** All words of the last answer, as the person reads them. */
  read(): string
  labels(): string[]
  wait(ms: number): void
}

/** An office that takes everything, with the days of 2026. */
export const anyOffice: House['office'] = () => ({ regulations: [], calendar })

export function person(known: Partial<Known> | (() => Partial<Known>) = {}, language = 'zh-CN', office: House['office'] = anyOffice, /** Other ones from some moment on, as after a reload. */ rules: () => readonly Regulation[] = () => regulations): Person {
  let n = 0
  const house: House = makeHouse({ name: '和平街道', zone: 'Asia/Shanghai', get regulations() { return rules() }, office, speaker, clock: () => me.now, suggest })
  const nothing = (): Known => ({ mine: { message: { as: 'card', text: [{ key: 'case:mine.none' }] }, open: [] }, case: null, track: { end: 'wrong' }, survey: null, office: null, duties: { as: 'card', text: [{ key: 'case:duties.none' }] }, alike: [], data: { overview: [], erasing: [], sections: [] }, receptions: { receptions: [], bookings: [] }, receives: { as: 'card', text: [{ key: 'case:duties.none' }] }, ...(typeof known === 'function' ? known() : known) })
  const me: Person = {
    state: firstState,
    speaking: { id: '00000000-0000-8000-8000-000000000001', language, consent: null, name: null, phone: null, officeId: null, staff: [] },
    effects: [],
    last: undefined,
    now: start,
    does(body) {
      n += 1
      const event = { channel: 'telegram' as const, updateId: String(n), user: '1', at: me.now, seed: String(n).padStart(32, '0'), body }
      let answers: Known = {}
      for (let asks = 0; ; asks++) {
        const turn = talk({ state: me.state, event, person: me.speaking, house, known: answers, now: me.now })
        if ('ask' in turn) {
          if (asks > 4) throw new Error('kept asking')
          answers = { ...answers, ...pick(nothing(), turn) }
          continue
        }
        me.state = turn.state
        me.effects = turn.effects
        if (turn.replies.length > 1) throw new Error('more than one answer to one turn')
        me.last = turn.replies[0] ?? me.last
        for (const effect of turn.effects) {
          if (effect.do === 'remember') me.speaking = { ...me.speaking, ...(effect.language ? { language: effect.language } : {}), ...(effect.consent ? { consent: effect.consent } : {}) }
        }
        return
      }
    },
    says: (text, messageId) => me.does({ kind: 'text', text, ...(messageId ? { messageId } : {}) }),
    taps(label) {
      const buttons = [...(me.last?.buttons ?? []).flat(), ...(me.last?.card ?? []).flatMap((line) => (line.change ? [line.change] : []))]
      const found = buttons.find((each) => {
        const said = speaker.say(each.label, me.speaking.language)
        return typeof label === 'string' ? said === label : label.test(said)
      })
      if (!found) throw new Error(`no button ${String(label)} among ${me.labels().join(' | ')}`)
      me.does({ kind: 'press', press: found.press })
    },
    read: () => (me.last ? speaker.speak(me.last, me.speaking.language).paragraphs.join('\n') : ''),
    labels: () => (me.last?.buttons ?? []).flat().map((each) => speaker.say(each.label, me.speaking.language)),
    wait(ms) { me.now += ms },
  }
  return me
}

function pick(all: Known, ask: TalkAsk): Known {
  return { [ask.ask]: all[ask.ask] }
}
