import type { Spoken, SpokenButton } from '../../src/dialogue/message.ts'
import type { Incoming } from '../../src/events.ts'

/** What the stand-in says: an intake as short as it can be while showing every kind of message. */

export type Turn = { replies: Spoken[]; edits?: string; language?: string; filed?: boolean }
type Words = Record<'hello' | 'file' | 'mine' | 'language' | 'notice' | 'agree' | 'story' | 'kind' | 'kindA' | 'kindB' | 'other' | 'where' | 'place' | 'review' | 'change' | 'send' | 'back' | 'cancel' | 'filed' | 'next' | 'rate' | 'picture' | 'chosen', string> & { lines: [string, string][]; scores: string[]; steps: [string, string] }

const simplified: Words = {
  hello: '您好，这里是青石街道综治中心“来访”窗口。请问需要什么帮助？直接把事情写下来也可以。',
  file: '反映问题', mine: '我的事项', language: '语言 / Language',
  notice: '开始之前请先了解：中心会保存您写下的内容和联系方式，只用于办理您的事情，只有办理人员能看到，办结后按规定期限保存。您随时可以查询、更正或要求删除。',
  agree: '同意，继续', story: '请用您自己的话说说发生了什么：什么事、什么时候、在哪里。想写多少写多少，也可以分几条发。',
  kind: '记下了，谢谢。看起来这件事属于下面哪一类？\n人民调解 · 邻里：因为您提到“邻居”“空调滴水”', kindA: '人民调解 · 邻里', kindB: '物业投诉 · 环境', other: '都不是，看全部',
  steps: ['第 2 步，共 5 步', '第 5 步，共 5 步'], where: '事情发生在哪里？写地址，或发送位置。', place: '发送我的位置',
  review: '请核对一下，点“改”可以修改任何一项；没问题就提交。', change: '改', send: '确认提交', back: '返回', cancel: '取消',
  lines: [['类别', '人民调解 · 邻里'], ['经过', '楼上空调外机滴水，把我家窗台和墙都泡湿了，说了几次都不管，晚上滴水声吵得睡不着。'], ['地点', '青石街道三号楼 201'], ['对方', '楼上 301 住户'], ['材料', '1 份材料']],
  filed: '已登记，编号 2026001。查询码 7K4M-QX2P-9HRT-W，请记下来。', next: '接下来：调解员最迟 11月27日 周五 决定是否受理，会在这里告诉您。',
  rate: '编号 2026001（邻里纠纷）已办结。您满意吗？', scores: ['5 很满意', '4', '3', '2', '1 不满意'], picture: '收到了，现在有 1 份材料。', chosen: '好的。',
}
const english: Words = {
  hello: 'Welcome to the Qingshi mediation centre. What can we do for you? You can also just write down what happened.',
  file: 'Report a matter', mine: 'My cases', language: 'Language / 语言',
  notice: 'Before we start: the centre keeps what you write and how to reach you, only to handle your matter. Only the people handling it see it. You may ask for a copy, a correction or deletion at any time.',
  agree: 'I agree', story: 'Tell us in your own words what happened: what, when and where. As much as you like, in several messages if you wish.',
  kind: 'Noted, thank you. Which of these fits best?\nMediation · Neighbours: because you wrote “neighbour”, “drips”', kindA: 'Mediation · Neighbours', kindB: 'Property complaint · Surroundings', other: 'None of these',
  steps: ['Step 2 of 5', 'Step 5 of 5'], where: 'Where did it happen? Write the address or send your location.', place: 'Send my location',
  review: 'Please check. Tap “Change” beside any line; if all is right, submit.', change: 'Change', send: 'Submit', back: 'Back', cancel: 'Cancel',
  lines: [['Kind', 'Mediation · Neighbours'], ['Story', 'The air conditioner of the flat above drips onto my windowsill; the wall is soaked and we cannot sleep at night.'], ['Place', 'Building 3, flat 201, Qingshi Street'], ['Other side', 'The household in flat 301'], ['Material', '1 file']],
  filed: 'Registered as number 2026001. Tracking code 7K4M-QX2P-9HRT-W; please write it down.', next: 'Next: a mediator decides by Friday, 27 November whether the case is accepted, and you will hear it here.',
  rate: 'Case 2026001 (neighbours) is closed. How satisfied are you?', scores: ['5 very', '4', '3', '2', '1 not at all'], picture: 'Received; 1 file so far.', chosen: 'Good.',
}

export function answer(event: Incoming, language: string): Turn {
  const words = language === 'en' ? english : simplified
  const { body } = event
  switch (body.kind) {
    case 'start': return { replies: [menu(words)] }
    case 'command': return body.name === 'language' ? { replies: [step('语言 / Language', [[button('简体中文', 'l:zh-CN')], [button('English', 'l:en')]])] } : { replies: [menu(words)] }
    case 'file': return { replies: [{ ...step(words.picture, []), as: 'note' }] }
    case 'location': return { replies: [review(words)] }
    case 'press': return { ...pressed(body.press, words), ...(body.source ? { edits: body.source } : {}) }
    case 'text': return body.text.includes('201') && body.text.length < 20 ? { replies: [review(words)] } : { replies: [step(words.kind, [[button(words.kindA, 's:3:kind-a', 'main')], [button(words.kindB, 's:3:kind-b')], [button(words.other, 's:3:other')], nav(words)])] }
    default: return { replies: [] }
  }
}

function pressed(press: string, words: Words): Turn {
  if (press.startsWith('l:')) {
    const language = press.slice(2)
    return { replies: [menu(language === 'en' ? english : simplified)], language }
  }
  if (press === 'h:file') return { replies: [step(words.notice, [[button(words.agree, 's:1:agree', 'main')], nav(words)])] }
  if (press === 's:1:agree') return { replies: [step(words.story, [nav(words)])] }
  if (press.startsWith('s:3:')) {
    return { replies: [{ ...step(words.where, [nav(words)]), paragraphs: [words.steps[0], words.where], wants: 'place', frame: { wants: words.place, alt: '', change: words.change } }] }
  }
  if (press === 's:5:send') {
    return { filed: true, replies: [{ ...step(words.filed, []), paragraphs: [words.filed, words.next], as: 'note' }, { ...step(words.rate, [words.scores.map((label, n) => button(label, `v:AAAAAAAAAAAAAAAAAAAAAA:${5 - n}`))]), as: 'card' }] }
  }
  return { replies: [step(words.chosen, [nav(words)])] }
}

function menu(words: Words): Spoken {
  return step(words.hello, [[button(words.file, 'h:file', 'main')], [button(words.mine, 'h:mine'), button(words.language, 'h:language')]])
}

function review(words: Words): Spoken {
  return {
    ...step(words.review, [[button(words.send, 's:5:send', 'main')], nav(words)]),
    paragraphs: [words.steps[1], words.review], as: 'card', frame: { alt: '', change: words.change },
    card: words.lines.map(([label, value], n) => ({ label, value, change: button(words.change, `s:5:e-${n}`) })),
  }
}

function nav(words: Words): SpokenButton[] {
  return [button(words.back, 's:9:back'), button(words.cancel, 's:9:cancel')]
}

export function step(text: string, buttons: SpokenButton[][]): Spoken {
  return { paragraphs: [text], card: [], buttons, as: 'step', files: [], frame: { alt: '', change: '' } }
}

export function button(label: string, press: string, tone: SpokenButton['tone'] = 'plain'): SpokenButton {
  return { label, press, tone }
}
