import type { Log } from '../log.ts'
import type { Office, OfficeBook } from '../store/houses.ts'

const againMs = 60_000

/**
 * What is told office by office when its time has come. `look` tells what is to be told now and returns when to look
 * again, ms; an office where that fails is looked at again a minute later and holds up no other. A house that has just
 * started looks at once.
 */
export function eachOffice({ offices, clock, log }: { offices: OfficeBook; clock(): number; log: Log }, failed: string, look: (office: Office, now: number) => Promise<number>): { round(): Promise<void> } {
  const next = new Map<number, number>()
  return {
    async round() {
      for (const office of offices.list()) {
        const now = clock()
        if (now < (next.get(office.id) ?? 0)) continue
        try {
          next.set(office.id, await look(office, now))
        } catch (error) {
          next.set(office.id, now + againMs)
          log.warn({ error }, failed)
        }
      }
    },
  }
}
