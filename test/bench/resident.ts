// Owns what a resident does next: looks at the newest message and decides by its words and buttons, as a person would.
// Knows labels as they are read, never how the house thinks; so it finishes the intake of any regulation.

/** A message as it is seen on the phone. */
export type Seen = { text: string; buttons: readonly SeenButton[] }
export type SeenButton = { text: string; press: string; main: boolean }
export type Act = { kind: 'press'; press: string; label: string } | { kind: 'text'; text: string }
export type Filed = { number: string; code: string }

/** Null while the message does not tell that the case is filed. */
export function filedIn(text: string): Filed | null {
  const number = /编号[:：]\s*([^\n]+)/.exec(text)?.[1]?.trim()
  const code = /查询码[:：]\s*([A-Z0-9-]+)/.exec(text)?.[1]
  return number && code ? { number, code } : null
}

/**
 * The next act of a resident who wants to file `story`. `tries`: how often this same step has been answered in vain,
 * so that another kind of answer comes next. Throws when the message leaves nothing to do.
 */
export function nextAct(seen: Seen, story: string, tries = 0): Act {
  const main = seen.buttons.find((button) => button.main)
  if (main && tries === 0) return pressed(main)
  const choices = seen.buttons.filter((button) => !ways.some((way) => button.text.includes(way)))
  const no = choices.find((button) => button.text === '否' || button.text.startsWith('是另一件新的事'))
  const choice = no ?? choices[tries % Math.max(choices.length, 1)]
  if (choice) return pressed(choice)
  const skip = seen.buttons.find((button) => button.text === '跳过')
  if (skip) return pressed(skip)
  if (seen.text.includes('发生了什么')) return { kind: 'text', text: story }
  const fitting = answers.filter(([about]) => about.test(seen.text))
  const text = [...fitting, ...answers][tries]?.[1]
  if (text === undefined) throw new Error(`a resident does not know what to do with: ${JSON.stringify(seen)}`)
  return { kind: 'text', text }
}

/** Buttons that lead away from the step, or back to one already done. */
const ways = ['返回', '取消', '跳过', '保留', '✏️', '凭编号查询', '语言', '帮助', '我的资料', '我的事项', '代办、匿名或集体', '用代号']

/** What is typed, by what the question is about; the first that fits is tried first, then all of them in turn. */
const answers: readonly (readonly [RegExp, string])[] = [
  [/手机|电话|联系方式|号码/, '13800138000'],
  [/多少钱|金额|费用|元/, '2000'],
  [/日期|哪一天|哪天|什么时候|何时/, '2026-10-08'],
  [/多少人|几个人|人数|几户|几次|多少/, '3'],
  [/姓名|称呼|名字|贵姓|叫什么|是谁/, '王小明'],
  [/地址|地点|哪里|位置|在哪|哪个/, '和平街12号3单元502室'],
  [/./s, '希望尽快解决，谢谢。'],
]

function pressed(button: SeenButton): Act {
  return { kind: 'press', press: button.press, label: button.text }
}
