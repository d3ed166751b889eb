import { idFrom } from '../../ids.ts'
import { end, open } from '../duties/duties.ts'
import { setDuty } from '../work.ts'
import type { Work } from '../work.ts'
import { ownerOf } from './rules.ts'
import type { ReferralState } from './referral.ts'

/** What a body owes of one referral, opened and ended by itself. */

type Owed = 'receive-referral' | 'answer-referral'

export function owes(work: Work, referral: ReferralState, kind: Owed): void {
  setDuty(work, {
    id: dutyId(referral, kind), kind, rule: 'MED-22', state: 'open', openedAt: work.now, warnAt: null, dueAt: work.now, nextAt: null,
    rung: 0, doneAt: null, late: false, unconfirmed: false, ...(ownerOf(work, referral) ?? { owner: 'head', staffId: null }),
  })
}

export function owesNoMore(work: Work, referral: ReferralState, state: 'done' | 'cancelled'): void {
  const ids = (['receive-referral', 'answer-referral'] as const).map((kind) => dutyId(referral, kind))
  for (const duty of open(work)) if (ids.includes(duty.id)) end(work, duty, state)
}

function dutyId(referral: ReferralState, kind: Owed): string {
  return idFrom(referral.id, kind)
}
