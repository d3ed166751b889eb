// Owns reading Telegram's HTML (core.telegram.org/bots/api#html-style): the plain text, its entities, and the errors
// Telegram gives for text that does not parse.

export interface Entity {
  readonly type: string
  /** UTF-16 code units. */
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
  readonly custom_emoji_id?: string
}

export interface ParsedHtml {
  readonly text: string
  readonly entities: readonly Entity[]
}

interface Open {
  readonly tag: string
  readonly offset: number
  readonly attributes: Readonly<Record<string, string>>
}

const entityTypes: Readonly<Record<string, string>> = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline',
  s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', span: 'spoiler', 'tg-spoiler': 'spoiler',
  a: 'text_link', code: 'code', pre: 'pre', blockquote: 'blockquote', 'tg-emoji': 'custom_emoji', 'tg-time': 'date_time',
}

const namedCharacters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** Returns Telegram's error text (without "Bad Request: ") when the HTML does not parse. */
export function parseHtml(html: string): ParsedHtml | string {
  let text = ''
  const entities: Entity[] = []
  const open: Open[] = []
  let at = 0
  while (at < html.length) {
    const character = html[at]
    if (character === '&') {
      const [decoded, length] = decodeCharacter(html, at)
      text += decoded
      at += length
    } else if (character === '<') {
      const end = html.indexOf('>', at)
      if (end === -1) return failure(`Unclosed start tag at byte offset ${bytes(html, at)}`)
      const inside = html.slice(at + 1, end)
      const problem = inside.startsWith('/')
        ? closeTag(inside.slice(1).trim().toLowerCase(), text, open, entities, bytes(html, at))
        : openTag(inside, text, open, bytes(html, at))
      if (problem !== undefined) return failure(problem)
      at = end + 1
    } else {
      text += character
      at += 1
    }
  }
  const left = open.at(-1)
  if (left !== undefined) return failure(`Can't find end tag corresponding to start tag "${left.tag}"`)
  return { text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length) }
}

function failure(reason: string): string {
  return `can't parse entities: ${reason}`
}

function bytes(html: string, at: number): number {
  return Buffer.byteLength(html.slice(0, at))
}

function openTag(inside: string, text: string, open: Open[], offset: number): string | undefined {
  const tag = /^[^\s/>]*/.exec(inside)?.[0].toLowerCase() ?? ''
  if (!(tag in entityTypes)) return `Unsupported start tag "${tag}" at byte offset ${offset}`
  const attributes: Record<string, string> = {}
  for (const match of inside.slice(tag.length).matchAll(/([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    attributes[(match[1] ?? '').toLowerCase()] = decodeText(match[2] ?? match[3] ?? match[4] ?? '')
  }
  if (tag === 'span' && attributes['class'] !== 'tg-spoiler') {
    return `Tag "span" must have class "tg-spoiler" at byte offset ${offset}`
  }
  open.push({ tag, offset: text.length, attributes })
  return undefined
}

function closeTag(tag: string, text: string, open: Open[], entities: Entity[], offset: number): string | undefined {
  const start = open.pop()
  if (start === undefined) return `Unexpected end tag at byte offset ${offset}`
  if (tag !== '' && tag !== start.tag) {
    return `Unmatched end tag at byte offset ${offset}, expected "</${start.tag}>", found "</${tag}>"`
  }
  const length = text.length - start.offset
  const type = entityTypes[start.tag]
  if (length === 0 || type === undefined) return undefined
  const link = start.attributes['href']
  // Telegram drops a link without an address and shows its text.
  if (type === 'text_link' && (link === undefined || link === '')) return undefined
  const language = /^language-(.+)$/.exec(start.attributes['class'] ?? '')?.[1]
  const emoji = start.attributes['emoji-id']
  entities.push({
    type: type === 'blockquote' && 'expandable' in start.attributes ? 'expandable_blockquote' : type,
    offset: start.offset,
    length,
    ...(type === 'text_link' && link !== undefined ? { url: link } : {}),
    ...(language !== undefined ? { language } : {}),
    ...(type === 'custom_emoji' && emoji !== undefined ? { custom_emoji_id: emoji } : {}),
  })
  return undefined
}

/** The character written at `at` and how many code units it took; an unknown name stays as it is, as Telegram does. */
function decodeCharacter(html: string, at: number): [string, number] {
  const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/i.exec(html.slice(at, at + 12))
  if (match === null) return ['&', 1]
  const [whole, hex, decimal, name] = match
  if (name !== undefined) {
    const known = namedCharacters[name.toLowerCase()]
    return known === undefined ? ['&', 1] : [known, whole.length]
  }
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
  if (code === 0 || code > 0x10ffff) return ['&', 1]
  return [String.fromCodePoint(code), whole.length]
}

function decodeText(value: string): string {
  let out = ''
  for (let at = 0; at < value.length;) {
    if (value[at] !== '&') {
      out += value[at]
      at += 1
      continue
    }
    const [decoded, length] = decodeCharacter(value, at)
    out += decoded
    at += length
  }
  return out
}
