import type { Words } from '../../dialogue/message.ts'
import { idFrom } from '../../ids.ts'
import { partyOf } from '../access.ts'
import { isHidden, sharesPlaces } from '../alike.ts'
import type { CaseState, Party, World } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { followerMessage, followersOf, followWords } from '../telling/followers.ts'
import { staffMessage } from '../telling/messages.ts'
import { record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { JoinEvent, Joining, ResidentActs, ResidentEvent } from './act.ts'

/**
 * Whoever has the same trouble follows the case that is there instead of filing another: it counts once (PRO-12). What
 * they tell is for staff alone; they hear how it goes.
 */

export const followActs: ResidentActs = { unfollow }

export const following: Joining = { whyNot, join }

function whyNot(state: CaseState, { regulation }: World, person: string): Words | null {
  if (!sharesPlaces(regulation) || isHidden(state)) return words('refused.not-found')
  return partyOf(state, person) || state.applicantId === person ? words('refused.stands-in') : null
}

function join(work: Work, event: JoinEvent): null {
  const party: Party = { id: idFrom(work.world.seed, 'follower'), role: 'follower', personId: event.person, name: null, contact: null, willing: 'unknown' }
  work.case.parties.push(party)
  record(work, 'followed', { n: followersOf(work.case) + 1 }, false)
  happen(work, 'followed')
  tell(work, { party: party.id }, followerMessage(work.case, [words('follow.done'), ...followWords(work.case).slice(1)], work.case.stage.at === 'closed'))
  return null
}

/** What a follower tells: to whoever has the case, with how many they are now. Nobody else reads it. */
export function followerSays(work: Work, event: ResidentEvent, spoken: Words[]): null {
  const files = event.files ?? []
  record(work, 'follower-added', { words: { list: spoken }, files }, false)
  happen(work, 'follower-added')
  const message = { ...staffMessage(work, [words('told.follower-added', { n: followersOf(work.case) + 1 }), ...spoken]), ...(files.length > 0 ? { files } : {}) }
  if (work.case.stage.at === 'assigned' && work.case.handlerId === null) tell(work, { staff: work.case.stage.to }, message)
  tellRole(work, 'handler', message)
  return null
}

export function unfollow(work: Work, party: Party): Words | null {
  if (party.role !== 'follower') return words('refused.unknown')
  work.case.parties = work.case.parties.map((each) => (each.id === party.id ? { ...each, role: 'former' } : each))
  record(work, 'unfollowed', { n: followersOf(work.case) + 1 }, false)
  tell(work, { party: party.id }, { as: 'note', text: [words('follow.left', { number: work.case.number })] })
  return null
}
