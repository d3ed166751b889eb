import type { ChannelName } from '../../events.ts'
import type { Words } from '../../dialogue/message.ts'
import { sideOf } from '../access.ts'
import { canAnswer, isAwaited, isConfirmed, isConfirmedBy, shortHash, sides, signersOf } from '../agreement/text.ts'
import { answered, askAgain } from '../agreement/performance.ts'
import type { Agreement, Side } from '../between.ts'
import type { Party } from '../case.ts'
import { happen } from '../duties/duties.ts'
import { copyMessage, readMessage, statusMessage, wholeMessage } from '../telling/agreement.ts'
import { residentMessage, staffMessage } from '../telling/messages.ts'
import { record, tell, tellRole, words } from '../work.ts'
import type { Work } from '../work.ts'
import type { ResidentActs, ResidentEvent } from './act.ts'

/** Each side reads the agreement clause by clause and says whether they agree to it; once both have, it stands (MED-14). */

export const agreementActs: ResidentActs = {
  'read-clause': (work, party, event) => withText(work, party, (agreement, side) => {
    const [version = shortHash(agreement), n = '1'] = event.choice?.split('.') ?? []
    // What they had begun to read has been changed since.
    if (version !== shortHash(agreement)) return showAnew(work, party, side)
    tell(work, { party: party.id }, readMessage(work, Number(n), side, isAwaited(work.case, party)))
    return null
  }),
  agreement: (work, party) => withText(work, party, (_agreement, side) => {
    tell(work, { party: party.id }, wholeMessage(work, side, isAwaited(work.case, party)))
    return null
  }),
  agree,
  object,
  copy: (work, party) => withText(work, party, () => {
    if (!isConfirmed(work.case)) return words('refused.no-copy')
    tell(work, { party: party.id }, copyMessage(work, [words('agreement.copy')]))
    return null
  }),
  performed: (work, party, event) => {
    const [id = '', answer = ''] = (event.choice ?? '').split('.')
    return id === '' ? askAgain(work, party) : answered(work, party, id, answer)
  },
}

/** A yes counts for the very text it was given to; to an older one it changes nothing, and the new one is shown. */
function agree(work: Work, party: Party, event: ResidentEvent): Words | null {
  return withText(work, party, (agreement, side) => {
    if (!canAnswer(work.case)) return words('refused.agree-late')
    if (event.choice !== shortHash(agreement)) return showAnew(work, party, side)
    if (agreement.confirmed.some((each) => each.party === party.id) || isConfirmedBy(work.case, side)) return words('refused.agreed-already')
    if (!signersOf(work.case, side).some(({ id }) => id === party.id)) return words('refused.agree-not-yours')
    takeWord(work, party, side, event.channel ?? work.case.channel)
    if (!isConfirmed(work.case)) tell(work, { party: party.id }, wholeMessage(work, side, false, [words('agreement.agreed')]))
    return null
  })
}

/** Writes down that this party agreed to the text as it was sent; when nobody's word is missing, the agreement stands. */
export function takeWord(work: Work, party: Party, side: Side, channel: ChannelName | 'paper'): void {
  const { agreement } = work.case.between
  if (!agreement?.hash) return
  agreement.confirmed.push({ party: party.id, side, hash: agreement.hash, at: work.now, channel })
  record(work, 'agreed', { who: words(`agreement.who.${side}`), version: agreement.version, code: shortHash(agreement), channel: words(`agreement.channel.${channel}`) }, true, 'shared')
  happen(work, `agreement.agreed.${side}`)
  if (!sides.every((each) => isConfirmedBy(work.case, each))) return tellRole(work, 'handler', statusMessage(work, [words('told.agreed', { who: words(`agreement.who.${side}`) })]))
  agreement.stands = work.now
  record(work, 'agreement-confirmed', { version: agreement.version, code: shortHash(agreement) }, true, 'shared')
  happen(work, 'agreement.confirmed')
  for (const to of [{ applicant: true }, { respondent: true }] as const) tell(work, to, copyMessage(work, [words('agreement.confirmed', { version: agreement.version, code: shortHash(agreement) })]))
  const done = statusMessage(work, [words('told.agreement-confirmed')], true)
  tellRole(work, 'handler', done)
  // Whoever wrote down the last signature reads it too.
  const by = /^staff:(\d+)$/.exec(work.actor)?.[1]
  if (by !== undefined) tell(work, { staff: Number(by) }, done)
}

function object(work: Work, party: Party, _event: ResidentEvent, said: string): Words | null {
  return withText(work, party, (agreement, side) => {
    if (isConfirmed(work.case)) return words('refused.agreement-stands')
    if (!canAnswer(work.case)) return words(work.case.stage.at === 'closed' ? 'refused.closed-resident' : 'refused.settling-resident')
    if (said === '') return words('refused.words-needed')
    record(work, 'objected', { who: words(`agreement.who.${side}`), version: agreement.version, words: { say: said } }, true, side)
    agreement.objected = [...new Set([...(agreement.objected ?? []), side])]
    happen(work, 'agreement.objected')
    tellRole(work, 'handler', staffMessage(work, [words('told.objected', { who: words(`agreement.who.${side}`) }), { say: said }], work.case.stage.at === 'accepted' ? ['clause'] : []))
    tell(work, { party: party.id }, residentMessage(work, [words('did.object')]))
    return null
  })
}

function withText(work: Work, party: Party, then: (agreement: Agreement, side: Side) => Words | null): Words | null {
  const { agreement } = work.case.between
  const side = sideOf(party)
  if (side === null) return words('refused.not-found')
  if (!agreement) return words('refused.no-agreement')
  return agreement.hash === null ? words(agreement.version > 0 ? 'refused.agreement-changing' : 'refused.no-agreement') : then(agreement, side)
}

function showAnew(work: Work, party: Party, side: Side): null {
  tell(work, { party: party.id }, wholeMessage(work, side, isAwaited(work.case, party), [words('agreement.newer')]))
  return null
}
