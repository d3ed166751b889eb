import type { Field } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Action, Choice } from '../action.ts'
import type { CaseState, StaffMember, World } from '../case.ts'
import { answerableThere } from '../house.ts'
import type { NearOffice } from '../tree.ts'
import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** A case goes to the office above or to one below, by being asked for and received (MED-20, PET-2). */

export const tierStaffOffers: StaffOffer[] = [
  { id: 'hand-up', may: 'hand-up', offer: (state, world) => handing(state, world, 'up'), instead: asked },
  { id: 'hand-down', may: 'hand-down', offer: (state, world) => handing(state, world, 'down'), instead: asked },
  {
    id: 'keep-here', may: 'hand-up',
    offer: ({ between: { tier } }, _world, { id, role }) => (tier !== null && (tier.by === id || role === 'head' || role === 'leader') ? tap('keep-here', 'usual') : null),
  },
  { id: 'receive', may: 'receive', offer: (state, _world, { officeId }) => (isAskedOf(state, officeId) ? { ...tap('receive', 'now'), tone: 'main' } : null), instead: gone },
  {
    id: 'send-back', may: 'receive',
    offer: (state, _world, { officeId }) => (isAskedOf(state, officeId) ? { label: words('action.send-back'), takes: 'words', choices: [], ask: 'case:ask.send-back', confirm: false, rank: 'now' } : null), instead: gone,
  },
]

/** Where it can go from here: offices right above or below in which somebody may answer for it. */
export function officesFor(state: CaseState, { tree, regulation }: Pick<World, 'tree' | 'regulation'>, direction: NearOffice['direction']): NearOffice[] {
  return (tree?.near ?? []).filter((near) => near.direction === direction && answerableThere(state, { regulation }, near.officers).length > 0)
}

/** While it is on somebody's desk here: neither ended, nor waiting for a signature, nor just passing to a colleague. */
export function canMove({ stage, between: { handover, merged } }: CaseState): boolean {
  return (stage.at === 'filed' || stage.at === 'assigned' || stage.at === 'accepted') && handover === null && merged === null
}

function handing(state: CaseState, world: World, direction: NearOffice['direction']): Omit<Action, 'id'> | null {
  if (!canMove(state) || state.between.tier !== null) return null
  const offices = officesFor(state, world, direction)
  if (offices.length === 0) return null
  const id = `hand-${direction}`
  const choices = direction === 'up' ? [] : offices.map(({ office, name }): Choice => ({ id: String(office), label: { say: name }, words: true }))
  const about = direction === 'up' ? { about: [words('ask.hand-up', { office: offices[0]?.name ?? '' })] } : {}
  return { label: words(`action.${id}`), takes: choices.length > 0 ? 'choice' : 'words', choices, ask: `case:ask.${id}`, ...about, confirm: true, fields: [why], rank: 'more' }
}

/** Another office has been asked already. */
function asked({ between: { tier } }: CaseState): Words | null {
  return tier === null ? null : words('refused.tier-asked', { office: tier.to.name })
}

/** It has been received, or taken back, meanwhile. */
function gone({ between: { tier } }: CaseState, { officeId }: StaffMember): Words | null {
  return tier?.to.office === officeId ? null : words('refused.tier-gone')
}

const why: Field = { id: 'words', kind: 'words', label: words('tier.words'), ask: words('tier.ask-words'), most: 1000 }

function isAskedOf(state: CaseState, officeId: number): boolean {
  return state.between.tier?.to.office === officeId && canMove({ ...state, between: { ...state.between, handover: null } })
}

function tap(id: string, rank: Action['rank']): Omit<Action, 'id'> {
  return { label: words(`action.${id}`), takes: 'nothing', choices: [], ask: `case:ask.${id}`, confirm: false, ...(rank ? { rank } : {}) }
}
