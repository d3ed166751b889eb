import type { messagingApi } from '@line/bot-sdk'
import type { Spoken, SpokenButton } from '../../dialogue/message.ts'
import { clean, cutGraphemes, cutUnits, visible } from '../text.ts'

/**
 * A message as Flex bubbles: words, lines with their change buttons, rows of buttons. Unlike quick replies these stay
 * in the chat, and long labels wrap instead of being cut.
 */

/** LINE allows 30 KB of JSON a bubble. */
const bubbleBytesMax = 24_000
const labelUnitsMax = 200
/** Of a line's value as much as a card should show; the whole is said before it, see write.ts. */
export const valueUnitsMax = 600

/** Contrast of at least 4.5 : 1 on its ground, also in bright sun. */
const colours = { text: '#1A1A1A', faint: '#5F6B66', link: '#0B57A4', main: '#0B6E4F', onMain: '#FFFFFF', danger: '#B3261E', plain: '#E8EFEC', onPlain: '#12372A', line: '#DDE3E0' } as const

type Part = { at: 'body' | 'footer'; component: messagingApi.FlexComponent; bytes: number }

/** At least one message when there is anything to show; the buttons come last. */
export function bubbles(paragraphs: string[], card: Spoken['card'], rows: SpokenButton[][], frame: Spoken['frame']): messagingApi.FlexMessage[] {
  const parts = [
    ...paragraphs.map((text) => part('body', paragraphBox(text))),
    ...(paragraphs.length > 0 && card.length > 0 ? [part('body', { type: 'separator', color: colours.line })] : []),
    ...card.flatMap((line) => {
      const box = lineBox(line, frame)
      return box === null ? [] : [part('body', box)]
    }),
    ...rows.filter((row) => row.length > 0).map((row) => part('footer', rowBox(row))),
  ]
  const alt = [paragraphs[0] ?? '', frame.alt].map((text) => clean(text).trim()).find(visible) ?? '…'
  return pack(parts).map((bubble) => ({ type: 'flex', altText: cutUnits(alt, 400), contents: bubble }))
}

function pack(parts: Part[]): messagingApi.FlexBubble[] {
  const groups: Part[][] = []
  let room = 0
  for (const one of parts) {
    if (one.bytes > room) {
      groups.push([])
      room = bubbleBytesMax
    }
    groups.at(-1)!.push(one)
    room -= one.bytes
  }
  return groups.map((group) => {
    const of = (at: Part['at']) => group.filter((one) => one.at === at).map((one) => one.component)
    const [body, footer] = [of('body'), of('footer')]
    return {
      type: 'bubble',
      size: 'giga',
      ...(body.length > 0 ? { body: { type: 'box', layout: 'vertical', spacing: 'md', paddingAll: '16px', contents: body } } : {}),
      ...(footer.length > 0 ? { footer: { type: 'box', layout: 'vertical', spacing: 'sm', paddingAll: '12px', contents: footer } } : {}),
    }
  })
}

function part(at: Part['at'], component: messagingApi.FlexComponent): Part {
  return { at, component, bytes: Buffer.byteLength(JSON.stringify(component)) + 1 }
}

function paragraphBox(text: string): messagingApi.FlexComponent {
  return { type: 'text', text, wrap: true, size: 'md', color: colours.text }
}

/** The label small above, the value below it in full width: values wrap, and a phone is narrow. */
function lineBox(line: Spoken['card'][number], frame: Spoken['frame']): messagingApi.FlexComponent | null {
  const label = cutUnits(clean(line.label).trim(), labelUnitsMax)
  const value = cutUnits(clean(line.value).trim(), valueUnitsMax)
  if (!visible(label) && !visible(value)) return null
  const head: messagingApi.FlexComponent[] = [{ type: 'text', text: visible(label) ? label : '•', wrap: true, size: 'sm', color: colours.faint, flex: 1 }]
  if (line.change && pressFits(line.change)) {
    const word = [line.change.label, frame.change].map((text) => clean(text).trim()).find(visible)
    const action = tapAction({ ...line.change, label: `✏️ ${visible(label) ? label : word ?? ''}`.trim() })
    head.push({ type: 'text', text: word === undefined ? '✏️' : `✏️ ${cutGraphemes(cutUnits(word, 60), 12)}`, size: 'sm', color: colours.link, flex: 0, align: 'end', action })
  }
  return {
    type: 'box', layout: 'vertical', spacing: 'xs',
    contents: [
      { type: 'box', layout: 'horizontal', spacing: 'md', contents: head },
      ...(visible(value) ? [{ type: 'text' as const, text: value, wrap: true, size: 'md', color: colours.text }] : []),
    ],
  }
}

function rowBox(row: SpokenButton[]): messagingApi.FlexComponent {
  const boxes = row.map(buttonBox)
  return boxes.length === 1 ? boxes[0]! : { type: 'box', layout: 'horizontal', spacing: 'sm', contents: boxes }
}

/** A box instead of LINE's own button: its text wraps and needs no cutting. */
function buttonBox(button: SpokenButton): messagingApi.FlexBox {
  const [ground, ink] = button.tone === 'main' ? [colours.main, colours.onMain] : button.tone === 'danger' ? ['#FFFFFF', colours.danger] : [colours.plain, colours.onPlain]
  return {
    type: 'box', layout: 'vertical', flex: 1, justifyContent: 'center', paddingAll: '11px', cornerRadius: '8px', backgroundColor: ground,
    ...(button.tone === 'danger' ? { borderColor: colours.danger, borderWidth: '1px' } : {}),
    action: tapAction(button),
    contents: [{ type: 'text', text: labelOf(button), wrap: true, align: 'center', size: 'md', color: ink, ...(button.tone === 'plain' ? {} : { weight: 'bold' }) }],
  }
}

/** What a tap sends, and what it leaves in the chat as the person's own words. `labelMax` in graphemes. */
export function tapAction(button: SpokenButton, labelMax = 40): messagingApi.PostbackAction {
  const label = labelOf(button)
  return { type: 'postback', label: cutGraphemes(label, labelMax), data: button.press, displayText: cutGraphemes(label, 300) }
}

/** LINE carries 300 characters; ours are at most 64 bytes (see dialogue/press.ts). */
export function pressFits(button: SpokenButton): boolean {
  return button.press !== '' && button.press.length <= 300 && button.press.isWellFormed()
}

export function labelOf(button: SpokenButton): string {
  const text = cutUnits(clean(button.label).replace(/\s+/g, ' ').trim(), labelUnitsMax)
  return visible(text) ? text : '•'
}
