import type { Said } from './life.ts'

/**
 * Who was reminded of what, and when, one line each: "11-24 09:00 钱经办 soon 答复客户". soon: before the limit; late: to
 * whoever owes it; told: to those above; sorry: what the resident reads. Only of one case, in the order of the clock, then of the names.
 */
export function chased(said: readonly Said[], number: string): string[] {
  return said.filter(({ text }) => text.includes(number)).flatMap(({ at, to, text }) => {
    const [kind, words] = Object.entries(kinds).find(([, each]) => each.test(text)) ?? []
    const duty = words?.exec(text)?.slice(1).find((part) => part !== undefined)
    return kind === undefined ? [] : [[at.slice(5), to, kind, ...(duty === undefined ? [] : [duty])].join(' ')]
  }).sort()
}

const kinds: Record<string, RegExp> = {
  soon: /快到期了：(.+)，[^，]*前完成|Soon due: (.+), by /,
  late: /已[超逾]期：(.+)，本[应應]在|Overdue: (.+), was due/,
  told: /请过问：.*“(.+)”|請過問：.*「(.+)」|Please step in: .*“(.+)”/,
  sorry: /没有按时办完|沒有按時辦完|we missed the deadline/,
}
