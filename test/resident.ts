import type { ChatMessage, ChatPerson } from './platforms/person.ts'

/** Files a case the way a person would: reads each message and answers it. Works in any chat and with any regulation's questions. */

const agree = /^(同意，继续|同意，繼續|Agree and go on)$/
const send = /^(确认提交|確認送出|Send it)$/
/** Something like it is being handled already; this one is filed all the same. */
const another = /^(是另一件事，提交|是另一件事，送出|Another matter: send)$/
const noFiles = /^(没有，继续|沒有，繼續|None, go on)$/
const skip = /^(跳过|跳過|Skip)$/
const asideLabels = /返回|取消|跳过|跳過|保留|^Back$|^Cancel$|^Skip$|^Keep|改|Change|✏|发送我的|傳送我的|Send my|看全部|None of these|代办、匿名|代辦、匿名|^Other ways to file$|用代号提出|用代號提出|^Use a code name$/

export async function fileCase(person: ChatPerson, story: string, options: Options = {}): Promise<{ number: string; code: string; turns: number }> {
  const { message, turns } = await walks(person, story, (each) => filed.test(each.text), options)
  const found = filed.exec(message.text)
  return { number: found?.[1] ?? '', code: found?.[2] ?? '', turns }
}

/** As far as the review card, which is returned and not yet sent. */
export async function toReview(person: ChatPerson, story: string, options: Options = {}): Promise<ChatMessage> {
  return (await walks(person, story, (each) => each.labels.some((label) => send.test(label)), options)).message
}

/** As far as the first message that has these words. */
export async function walksTo(person: ChatPerson, story: string, words: RegExp, options: Options = {}): Promise<ChatMessage> {
  return (await walks(person, story, (each) => words.test(each.text), options)).message
}

type Options = { pick?: RegExp; typed?: Record<string, string> }
const filed = /(?:编号|編號|Number)[：:]\s*(\S+)[\s\S]*?(?:查询码|查詢碼|Tracking code)[：:]\s*([A-Z2-9]{13})/

async function walks(person: ChatPerson, story: string, end: (message: ChatMessage) => boolean, options: Options): Promise<{ message: ChatMessage; turns: number }> {
  await person.says(story)
  let message = await person.waitForNew()
  for (let turns = 1; turns < 40; turns++) {
    if (end(message)) return { message, turns }
    await answer(person, message, options)
    message = await person.waitForNew((each: ChatMessage) => !each.text.startsWith('👇'))
  }
  throw new Error(`the filing came to no end; last: ${message.text}`)
}

async function answer(person: ChatPerson, message: ChatMessage, options: Options): Promise<void> {
  const { labels } = message
  for (const wanted of [agree, send, another, noFiles, ...(options.pick ? [options.pick] : [])]) {
    const label = labels.find((each) => wanted.test(each))
    if (label) return void await person.taps(label)
  }
  const typed = Object.entries(options.typed ?? {}).find(([part]) => message.text.includes(part))
  if (typed) return void await person.says(typed[1])
  const choice = labels.find((each) => !asideLabels.test(each))
  if (choice) return void await person.taps(choice)
  const skipping = labels.find((each) => skip.test(each))
  if (skipping) return void await person.taps(skipping)
  await person.says(guess(message.text))
}

/** A plausible answer to an open question that may not be skipped. */
function guess(question: string): string {
  if (/电话|電話|手机|手機|號碼|号码|phone/i.test(question)) return '13800138000'
  if (/日期|哪天|什么时候|什麼時候|when|day|date/i.test(question)) return '2026-11-01'
  if (/金额|多少钱|多少錢|元|amount|money|much/i.test(question)) return '1500'
  if (/姓名|称呼|名字|稱呼|name/i.test(question)) return '李梅'
  if (/地址|地点|地點|哪里|哪裡|哪个|哪個|位置|where|place|address/i.test(question)) return '和平路3号'
  return '希望尽快修好并赔偿损失'
}
