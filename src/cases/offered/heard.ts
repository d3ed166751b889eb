import { words } from '../work.ts'
import type { StaffOffer } from './offer.ts'

/** What a leader asked for at a reception is reported back to them, and to whoever came (PET-8). */
export const heardOffers: StaffOffer[] = [{
  id: 'report-back', may: 'message',
  offer: (_state, { duties }) => (duties.some(({ kind, state }) => kind === 'carry-out-reception' && state === 'open') ? { label: words('action.report-back'), takes: 'words', choices: [], ask: 'case:ask.report-back', confirm: true } : null),
}]
