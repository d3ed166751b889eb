import { china, type Office, type Said } from './life.ts'

/**
 * Who was reminded of what, and when, one line each: "11-24 09:00 钱经办 soon 答复客户". soon: before the limit; late: to
 * whoever owes it; told: to those above; sorry: what the resident reads. Only of one case, in the order of the clock, then of the names. `names`: what to call whom, where the lot decides who it is.
 */
export function chased(said: readonly Said[], number: string, names: Record<string, string> = {}): string[] {
  return said.filter(({ text }) => new RegExp(`^(?:关于|關於|About) ${number}`).test(text)).flatMap(({ at, to, text }) => {
    const [kind, words] = Object.entries(kinds).find(([, each]) => each.test(text)) ?? []
    const duty = words?.exec(text)?.slice(1).find((part) => part !== undefined)
    return kind === undefined ? [] : [[at.slice(5), names[to] ?? to, kind, ...(duty === undefined ? [] : [duty])].join(' ')]
  }).sort()
}

const kinds: Record<string, RegExp> = {
  soon: /快到期了：(.+)，[^，]*前完成|Soon due: (.+), by /,
  late: /已[超逾]期：(.+)，本[应應]在|Overdue: (.+), was due/,
  told: /请过问：.*“(.+)”|請過問：.*「(.+)」|Please step in: .*“(.+)”/,
  sorry: /我们晚了|我們晚了|we are late/,
}

/** The newest that somebody was told which holds these words. */
export function told(said: readonly Said[], to: string, words: string): string {
  return said.findLast((each) => each.to === to && each.text.includes(words))?.text ?? `nothing with ${words}`
}

/**
 * Files cases under one regulation, each at a moment of its own and as somebody new, unless it is somebody known (`again`).
 * `kind`: its name on the buttons; `pick`: the category and the choices wanted, as part of a pattern.
 */
export function filer(office: Office, { kind, name, answers, number: shape }: { kind: string; name: string; answers: Record<string, string>; number: RegExp }) {
  let people = 0
  return async (moment: string, story: string, pick: RegExp, options: { again?: string; typed?: Record<string, string> } = {}) => {
    await office.house.moveTo(china(moment))
    await office.lately()
    const called = options.again ?? `${name}${++people}`
    const who = options.again === undefined ? office.meets(called) : office.the(called)
    const number = await office.files(who, story, { pick: new RegExp(`^${kind}.*(?:${pick.source})|^${kind}$|看全部|None of these|${pick.source}`), typed: { ...answers, ...options.typed } })
    if (!shape.test(number)) throw new Error(`filed as ${number}`)
    return { number, who, name: called, said: await office.lately() }
  }
}
