import type { Field } from '../../dialogue/fields.ts'
import type { Extension } from '../../regulations/schema.ts'
import { relationOf } from '../access.ts'
import type { CaseState, World } from '../case.ts'
import { decidersNow, openRequest, spanWords } from '../extension/request.ts'
import { roomOf, whyNotExtend } from '../extension/room.ts'
import { begin, words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** More time, asked for by whoever holds the case and decided above; and word in between of how it stands. */

const reasonCharsMax = 500

export const extensionOffers: StaffOffer[] = [
  {
    id: 'extend', may: 'extend',
    offer: (state, world, member) => {
      const { extension } = world.regulation
      if (!extension || whyNotExtend(state, world, member.id) !== null) return null
      return { label: words('action.extend'), takes: 'nothing', choices: [], ask: 'case:ask.extend', about: standing(state, world), confirm: false, fields: fieldsOf(extension) }
    },
    instead: (state, member, world) => (relationOf(state, member, world.regulation) === 'holder' ? whyNotExtend(state, world, member.id) : null),
  },
  {
    id: 'decide-extension', may: 'decide-extension',
    offer: (state, world, member) => (decidersNow(state, world).some(({ id }) => id === member.id)
      ? { label: words('action.decide-extension'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.extension-yes'), words: false }, { id: 'no', label: words('choice.extension-no'), words: true, ask: 'case:ask.extension-no' }], ask: 'case:ask.decide-extension', about: asked(state, world), confirm: false, rank: 'now', tone: 'main' }
      : null),
    instead: (state, member, world) => {
      // Others are told nothing of it, not even that it was asked for.
      const relation = relationOf(state, member, world.regulation)
      if (relation !== 'holder' && !(relation === 'office' && (member.role === 'head' || member.role === 'leader'))) return null
      const deciders = decidersNow(state, world)
      return deciders.length === 0 ? words('refused.extension-decided') : words('refused.extension-not-yours', { who: { list: deciders.map(({ name }) => ({ say: name })) } })
    },
  },
  {
    // A regulation whose own step is the interim report has that step instead (PET-5).
    id: 'interim', may: 'extend',
    offer: (state, { regulation }) => (state.stage.at === 'accepted' && !regulation.steps.some(({ happens }) => happens === 'interim-report')
      ? { label: words('action.interim'), takes: 'words', choices: [], ask: 'case:ask.interim', confirm: true, rank: 'more' }
      : null),
  },
]

/** One way alone needs no question. */
function fieldsOf({ by }: Extension): Field[] {
  const choices = Object.entries(by).map(([id, limit]) => ({ id, label: spanWords(limit) }))
  const [only] = choices.length === 1 ? choices : []
  return [
    { id: 'by', kind: 'choice', label: words('extension.by'), ask: words('ask.extend'), choices, ...(only ? { known: only.id } : {}) },
    { id: 'why', kind: 'words', label: words('extension.why'), ask: words('ask.extension-why'), most: reasonCharsMax },
  ]
}

/** Until when it runs now, and to which day it may be moved at most. */
function standing(state: CaseState, world: World): ReturnType<typeof words>[] {
  const room = roomOf(begin(state, { type: 'filed' }, world))
  if (!room) return []
  return [words('extension.now', { day: { day: room.at } }), ...(room.last === Infinity ? [] : [words('extension.most', { day: { day: room.last } })])]
}

function asked(state: CaseState, world: World): ReturnType<typeof words>[] {
  const request = openRequest(state)
  const limit = world.regulation.extension?.by[request?.choice ?? '']
  const who = world.staff.find(({ id }) => id === request?.by)?.name ?? ''
  return request && limit !== undefined ? [words('told.extension-asked', { who, by: spanWords(limit) }), ...(request.reason === '' ? [] : [{ say: request.reason }])] : []
}
