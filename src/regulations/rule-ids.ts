/**
 * Every rule the product has to carry out, by its id. Their short titles are words (rules:rule.<id>). Each must be cited by
 * what carries it out and named by a test that proves it; `npm run rules -- coverage` holds that.
 */

const sets = { MED: 22, SCR: 6, LAB: 7, PET: 13, PRO: 13, SVC: 5, QUA: 4, CON: 2, CSM: 2, INS: 2, SCH: 3, ADM: 6 }

export const ruleIds: readonly string[] = Object.entries(sets).flatMap(([set, count]) => Array.from({ length: count }, (_, n) => `${set}-${n + 1}`))

/** Where a rule, or what is left of it, is carried out later: pieces of work of their own. */
export type Part = 'residents-side' | 'job-in-chat' | 'console'
/** `whole`: nothing of it is carried out yet; else the part of it that concerns a regulation is, and must be proven. */
export type Elsewhere = { parts: readonly Part[]; whole: boolean }

export const elsewhere: Readonly<Record<string, Elsewhere>> = {
  // Staff who register a case afterwards, in the words of whoever came to them.
  'MED-3': { parts: ['job-in-chat'], whole: false },
  // The other side's own chat, and performance item by item, need the agreement's text.
  'MED-9': { parts: ['residents-side'], whole: false },
  'MED-10': { parts: ['job-in-chat'], whole: false },
  'MED-11': { parts: ['job-in-chat'], whole: false },
  'MED-12': { parts: ['residents-side', 'job-in-chat'], whole: false },
  'MED-14': { parts: ['residents-side'], whole: false },
  'MED-15': { parts: ['residents-side', 'job-in-chat'], whole: false },
  'MED-19': { parts: ['job-in-chat'], whole: false },
  'MED-20': { parts: ['job-in-chat'], whole: false },
  'MED-21': { parts: ['job-in-chat', 'console'], whole: false },
  'LAB-4': { parts: ['residents-side'], whole: true },
  'PET-2': { parts: ['job-in-chat'], whole: false },
  'PET-8': { parts: ['residents-side', 'job-in-chat'], whole: true },
  'PET-9': { parts: ['residents-side'], whole: true },
  'PRO-12': { parts: ['residents-side'], whole: false },
  // Rounds on a topic of the day.
  'SCR-1': { parts: ['job-in-chat'], whole: false },
  'SCR-5': { parts: ['job-in-chat'], whole: false },
  'ADM-1': { parts: ['console'], whole: true },
  'ADM-2': { parts: ['job-in-chat'], whole: true },
  'ADM-3': { parts: ['job-in-chat'], whole: false },
  'ADM-4': { parts: ['job-in-chat'], whole: false },
  'ADM-5': { parts: ['console'], whole: true },
  'ADM-6': { parts: ['console'], whole: true },
}

/** Rules that the product does not carry out, so that it stays on the side of whoever comes with a complaint. */
export const leftOut: readonly string[] = ['PET-13']
