import type { Regulation } from './schema.ts'

/** Every key of locales/<language>/<regulation>.json that a regulation needs: `npm run rules check` and the tests ask for each. */
export function wordKeys(one: Regulation): string[] {
  const each = (list: readonly { id: string }[], as: string): string[] => list.map(({ id }) => `${as}.${id}`)
  return [
    'name',
    ...each(one.categories, 'category'),
    ...one.questions.flatMap(({ id, choices }) => [`question.${id}`, `label.${id}`, ...(choices ?? []).map((choice) => `choice.${id}.${choice}`)]),
    ...each(one.showFirst, 'first'),
    ...each(one.levels, 'level'),
    ...each(one.duties, 'duty'),
    ...one.steps.flatMap((step) => [
      `step.${step.id}`,
      ...(step.takes === 'nothing' ? [] : [`ask.${step.id}`]),
      ...(step.tellsResident || step.asksResident ? [`told.${step.id}`] : []),
      ...[...(step.choices ?? []), ...(step.asksResident ?? [])].map((choice) => `choice.${step.id}.${choice}`),
    ]),
    ...each(one.outcomes, 'outcome'),
    ...[...new Set(one.outcomes.flatMap(({ ways }) => ways))].map((way) => `ways.${way}`),
    ...each(one.callback.asks, 'asks'),
    ...one.dates.flatMap(({ id, after }) => ['ahead', 'past', ...(JSON.stringify(after).includes('"never"') ? ['never'] : [])].map((end) => `date.${id}.${end}`)),
    ...each(one.papers, 'paper'),
    ...each(one.rounds, 'round'),
  ]
}
