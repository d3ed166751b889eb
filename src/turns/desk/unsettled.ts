import { act } from '../../cases/telling/messages.ts'
import type { Button, Message } from '../../dialogue/message.ts'
import { lineWords, type SheetLine } from '../../rounds/sheet.ts'
import { staffOf } from '../../store/cases.ts'
import { openSheets } from '../../store/unsettled.ts'
import { sheetKinds, sheetLines } from '../sheets.ts'
import { listed, type Item } from './lists.ts'
import type { Desk, DeskPage } from './page.ts'

/** The month's sheet of the unsettled, case by case: what waits first, what is ticked off last (MED-20). */
export const unsettledPage: DeskPage = {
  id: 'unsettled',
  roles: ['head'],
  menu: { key: 'desk:unsettled.button' },
  async show(desk, choice): Promise<Message> {
    const { lines, steps } = await sheetOf(desk)
    const left = lines.filter(({ ticked }) => !ticked)
    const items = [...left, ...lines.filter(({ ticked }) => ticked)].map((line, n) => itemOf(line, n + 1, steps.get(line.regulation)))
    return listed('unsettled', { key: lines.length === 0 ? 'desk:unsettled.none' : left.length === 0 ? 'desk:unsettled.done' : 'desk:unsettled.title', with: { left: left.length, count: lines.length } }, items, choice)
  },
}

/** By the round that waits; where none does, as things stand now, so that the analysis can be done at any time. */
async function sheetOf(desk: Desk): Promise<{ lines: SheetLine[]; steps: Map<string, string> }> {
  const rules = desk.inForce().flatMap((regulation) => regulation.rounds.flatMap(({ id, sheet }) => (sheet === undefined ? [] : [{ regulation, kind: id, sheet }])))
  const lines: SheetLine[] = []
  for (const { id, officeId } of desk.places) {
    const staff = await staffOf(desk.tx, officeId, desk.now)
    const open = await openSheets(desk.tx, [officeId], sheetKinds(rules.map(({ regulation }) => regulation)))
    for (const { regulation, kind, sheet } of rules) {
      const openedAt = open.find((each) => each.regulation === regulation.id && each.kind === kind)?.openedAt ?? desk.now
      lines.push(...await sheetLines(desk.db, desk.tx, regulation, sheet, { officeId, openedAt }, staff, staff.filter((member) => member.id === id), desk.now))
    }
  }
  return { lines, steps: new Map(rules.map(({ regulation, sheet }) => [regulation.id, regulation.steps.find(({ happens }) => happens === sheet)?.id ?? 'look'])) }
}

function itemOf(line: SheetLine, n: number, step = 'look'): Item {
  const open: Button = { label: { say: line.number }, press: act({ id: line.caseId }, 'look') }
  const analyse: Button = { label: { key: 'desk:unsettled.analyse', with: { number: line.number } }, press: act({ id: line.caseId }, step) }
  return { lines: lineWords(line, n), buttons: line.ticked ? [open] : [open, analyse] }
}
