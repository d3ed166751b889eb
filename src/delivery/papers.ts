import { paperFile, type PaperFile, type PaperParts } from '../documents/papers.ts'
import { paperIn } from '../dialogue/message.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { owedMessage } from '../store/papers.ts'

/**
 * Papers of messages, found under the ids that `filesOf` gives them beside kept files. Nothing of them is stored: each
 * is made from its message whenever somebody who was sent it fetches it.
 */
export type FileReading = (id: string) => Promise<PaperFile | null>

export type PaperReading = Omit<PaperParts, 'at' | 'language'> & { db: Database; fallback: string; log: Log }

/** Reads papers, and with `kept` whatever else has been kept. Throws only when the database is away. */
export function readsPapers({ db, log, fallback, ...parts }: PaperReading, kept: FileReading): FileReading {
  return async (id) => {
    const wanted = paperIn(id)
    if (!wanted) return kept(id)
    const owed = await owedMessage(db, wanted.delivery)
    const paper = owed?.message.papers?.[wanted.n]
    if (!owed || !paper) return null
    try {
      return await paperFile(paper, { ...parts, at: owed.at, language: owed.language ?? fallback })
    } catch (error) {
      // The message goes out without it; trying for days would change nothing.
      log.error({ error, delivery: wanted.delivery }, 'a paper could not be made')
      return null
    }
  }
}
