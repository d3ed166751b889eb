import type { Regulation } from './schema.ts'

/** A key of locales/<language>/<regulation>.json that a regulation needs, the item that needs it, and the values its words may hold. */
export type WordNeed = { key: string; path: PropertyKey[]; values: readonly string[] }

/** Every key of locales/<language>/<regulation>.json that a regulation needs: the start, `npm run rules -- check` and the tests ask for each. */
export function wordKeys(one: Regulation): string[] {
  return [...new Set(wordNeeds(one).map(({ key }) => key))]
}

export function wordNeeds(one: Regulation): WordNeed[] {
  const need = (key: string, path: PropertyKey[], values: readonly string[] = []): WordNeed => ({ key, path, values })
  const each = (list: readonly { id: string }[], as: string, path: PropertyKey[]): WordNeed[] => list.map(({ id }, n) => need(`${as}.${id}`, [...path, n, 'id']))
  return [
    need('name', ['id']),
    ...each(one.categories, 'category', ['categories']),
    ...one.questions.flatMap(({ id, choices }, n) => [
      need(`question.${id}`, ['questions', n, 'id']),
      need(`label.${id}`, ['questions', n, 'id']),
      ...(choices ?? []).map((choice, m) => need(`choice.${id}.${choice}`, ['questions', n, 'choices', m])),
    ]),
    ...each(one.showFirst, 'first', ['showFirst']),
    ...each(one.levels, 'level', ['levels']),
    ...each(one.duties, 'duty', ['duties']),
    ...one.steps.flatMap((step, n) => [
      need(`step.${step.id}`, ['steps', n, 'id']),
      // Asked in parts, each part asks for itself; a choice before them still does.
      ...(step.takes === 'nothing' || (step.asks && !step.choices) ? [] : [need(`ask.${step.id}`, ['steps', n, 'takes'])]),
      ...(step.asks ?? []).flatMap((part, m) => ['field', 'label'].map((as) => need(`${as}.${step.id}.${part.id}`, ['steps', n, 'asks', m, 'id']))),
      ...(step.tellsResident || step.asksResident ? [need(`told.${step.id}`, ['steps', n, step.asksResident ? 'asksResident' : 'tellsResident'], ['who'])] : []),
      ...(step.choices ?? []).map((choice, m) => need(`choice.${step.id}.${choice}`, ['steps', n, 'choices', m])),
      ...(step.asksResident ?? []).map((choice, m) => need(`choice.${step.id}.${choice}`, ['steps', n, 'asksResident', m])),
    ]),
    ...each(one.outcomes, 'outcome', ['outcomes']),
    ...one.outcomes.flatMap(({ ways }, n) => ways.map((way, m) => need(`ways.${way}`, ['outcomes', n, 'ways', m]))),
    ...each(one.callback.asks, 'asks', ['callback', 'asks']),
    ...one.dates.flatMap(({ id, after }, n) => ['ahead', 'past', ...(JSON.stringify(after).includes('"never"') ? ['never'] : [])].map((end) => need(`date.${id}.${end}`, ['dates', n, 'id'], ['day']))),
    ...each(one.papers, 'paper', ['papers']),
    ...each(one.rounds, 'round', ['rounds']),
  ]
}
