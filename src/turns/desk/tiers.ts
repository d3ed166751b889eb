import { kindWords } from '../../cases/telling/facts.ts'
import { act } from '../../cases/telling/messages.ts'
import { stageWords } from '../../cases/views.ts'
import type { Button, Message, Words } from '../../dialogue/message.ts'
import { passed, upShare, type Passed } from '../../store/tiers.ts'
import { inPairs } from './buttons.ts'
import type { Desk, DeskPage } from './page.ts'
import { sightOfDesk } from './sight.ts'
import { monthOf } from './spans.ts'

/** Cases on their way from office to office: what waits to be received here, how it goes with what went on, and the share that went up (MED-20, ADM-1). */
export const tiersPage: DeskPage = {
  id: 'tiers',
  roles: ['head', 'leader'],
  menu: { key: 'desk:tiers.button' },
  async show(desk) {
    const offices = [...new Set(desk.places.map(({ officeId }) => officeId))]
    const sees = await sightOfDesk(desk)
    const waiting = (await passed(desk.db, desk.tx, { to: offices }, shownMost)).filter((each) => sees(each.case))
    const went = (await passed(desk.db, desk.tx, { from: offices }, shownMost)).filter((each) => sees(each.case))
    return tiersCard(waiting, went, await shares(desk, offices), offices)
  },
}

const shownMost = 15
/** ADM-1: whoever hands up more than this of what they received has handed up much. */
const muchPercent = 10

function tiersCard(waiting: readonly Passed[], went: readonly Passed[], share: readonly Words[], own: readonly number[]): Message {
  // What lies with another office now is that one's to look after: number, stage and outcome, no more.
  const here = went.filter((each) => own.includes(each.case.officeId))
  return {
    as: 'card',
    text: [
      { key: waiting.length === 0 ? 'desk:tiers.waiting-none' : 'desk:tiers.waiting', with: { count: waiting.length } },
      ...waiting.map((each, n): Words => ({ key: 'desk:tiers.waiting-line', with: { n: n + 1, number: each.case.number, kind: kindWords(each.case), office: each.office, at: { moment: each.at } } })),
      { key: went.length === 0 ? 'desk:tiers.went-none' : 'desk:tiers.went' },
      ...went.map(wentLine),
      ...share,
    ],
    buttons: inPairs([...new Map([...waiting, ...here.filter(({ end }) => end === 'open')].map((each) => [each.case.id, each])).values()].map((each): Button => ({ label: { say: each.case.number }, press: act(each.case, 'look') }))),
  }
}

function wentLine({ case: state, direction, end, office, at }: Passed, n: number): Words {
  const { stage, between: { tier } } = state
  const outcome: Words = stage.at === 'closed' ? { key: `${state.regulation}:outcome.${stage.outcome}` } : stageWords(state)
  const common = { n: n + 1, number: state.number, at: { moment: at }, how: { key: `desk:tiers.${direction}` } }
  if (end === 'received') return { key: 'desk:tiers.went-received', with: { ...common, office, stage: outcome } }
  if (end === 'open') return { key: 'desk:tiers.went-open', with: { ...common, office: tier?.to.name ?? office } }
  return { key: end === 'returned' ? 'desk:tiers.went-returned' : 'desk:tiers.went-kept', with: common }
}

async function shares(desk: Desk, offices: readonly number[]): Promise<Words[]> {
  const lines: Words[] = []
  for (const id of offices) {
    const { name, zone } = await desk.offices.get(id, desk.tx)
    const { from } = monthOf(zone, desk.now)
    const { received, up } = await upShare(desk.tx, id, from, desk.now)
    const percent = received === 0 ? 0 : Math.round((up * 100) / received)
    lines.push({ key: up === 0 ? 'desk:tiers.share-none' : up * 100 > received * muchPercent ? 'desk:tiers.share-much' : 'desk:tiers.share', with: { office: name, received, up, percent, most: muchPercent } })
  }
  return lines
}
