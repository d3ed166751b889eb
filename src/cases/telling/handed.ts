import type { CaseEvent, CaseState } from '../case.ts'
import { words } from '../work.ts'
import type { Work } from '../work.ts'

/** Voice notes and papers that staff sent with their words go to everybody who reads the words, and the timeline counts them. */

type Spoken = Pick<Extract<CaseEvent, { type: 'staff' }>, 'words' | 'given' | 'files'>

/** After the act. `before`: how the case stood; an answer that waited to be signed brings what came with it. */
export function handOn(work: Work, before: CaseState['stage'], { words: typed, given = {}, files = [] }: Spoken): void {
  const { stage } = work.case
  if (before.at === 'settling' && before.files && stage.at === 'closed') attach(work, [before.answer], before.files)
  if (files.length === 0) return
  const said = [typed ?? '', ...Object.values(given)].map((each) => each.trim()).filter((each) => each !== '')
  attach(work, said, files)
  if (before.at !== 'settling' && stage.at === 'settling') work.case.stage = { ...stage, files }
  for (const entry of work.history) {
    const own = entry.details['words']
    if (typeof own === 'object' && own !== null && 'say' in own && said.includes(String(own.say))) entry.details['words'] = words('said-with-files', { words: String(own.say), count: files.length })
  }
}

function attach(work: Work, said: readonly string[], files: readonly string[]): void {
  for (const [n, tell] of work.tells.entries()) {
    const text = JSON.stringify(tell.message.text)
    // Of a record, whoever reads that something was spoken hears it.
    if (!text.includes('"case:record.files"') && !said.some((each) => text.includes(JSON.stringify({ say: each })))) continue
    work.tells[n] = { ...tell, message: { ...tell.message, files: [...new Set([...(tell.message.files ?? []), ...files])] } }
  }
}
