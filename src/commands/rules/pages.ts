import type { Rules } from '../../rules.ts'
import type { Say } from './say.ts'

/** What `check` prints when all is in order: each regulation in each of its editions. */
export function checkPage({ regulations }: Rules, languages: readonly string[], { say, list, language }: Say): string {
  const lines = regulations.map(({ id, edition, categories, questions, duties, steps }) => say('rules:check.line', { id, name: say(`${id}:name`), edition, categories: categories.length, questions: questions.length, duties: duties.length, steps: steps.length }))
  const named = new Intl.DisplayNames([language], { type: 'language' })
  return [...lines, say('rules:check.fine', { regulations: new Set(regulations.map(({ id }) => id)).size, editions: regulations.length, languages: list(languages.map((each) => named.of(each) ?? each)) })].join('\n')
}
