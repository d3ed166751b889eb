// Owns LINE's limits that its OpenAPI description does not carry (developers.line.biz/en/reference/messaging-api).
// Labels and titles are counted in grapheme clusters, texts in UTF-16 units, sizes in bytes of JSON.
import type { Json } from '../http.ts'
import type { Problem } from './spec.ts'

const limits = {
  messagesMax: 5, textMax: 5000, altTextMax: 1500, quickRepliesMax: 13, bubblesMax: 12,
  bubbleBytesMax: 30 * 1024, carouselBytesMax: 50 * 1024,
  label: { quickReply: 20, template: 20, imageCarousel: 12, flex: 40, richMenu: 20 },
  actionTextMax: 300, dataMax: 300, uriMax: 1000,
} as const

type Place = keyof typeof limits.label

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Problems of the messages of one call, `path` in front of each property. */
export function checkMessages(messages: unknown, path = 'messages'): Problem[] {
  if (!Array.isArray(messages)) return [{ property: path, message: 'May not be empty' }]
  const count = messages.length < 1 || messages.length > limits.messagesMax
    ? [{ property: path, message: `Size must be between 1 and ${limits.messagesMax}` }] : []
  return [...count, ...messages.flatMap((one, index) => checkMessage(one as Json, `${path}[${index}]`))]
}

function checkMessage(message: Json, path: string): Problem[] {
  const problems: Problem[] = []
  const type = message['type']
  if (type === 'text' || type === 'textV2') problems.push(...units(message['text'], limits.textMax, `${path}.text`))
  if (type === 'template' || type === 'flex' || type === 'imagemap') problems.push(...units(message['altText'], limits.altTextMax, `${path}.altText`))
  if (type === 'template') problems.push(...checkTemplate(message['template'] as Json, `${path}.template`))
  if (type === 'flex') problems.push(...checkFlex(message['contents'] as Json, `${path}.contents`))
  for (const field of ['originalContentUrl', 'previewImageUrl', 'baseUrl']) {
    if (message[field] !== undefined && !String(message[field]).startsWith('https://')) problems.push({ property: `${path}.${field}`, message: 'Must be an HTTPS URL' })
  }
  const items = (message['quickReply'] as Json | undefined)?.['items']
  if (Array.isArray(items)) {
    if (items.length > limits.quickRepliesMax) problems.push({ property: `${path}.quickReply.items`, message: `Size must be between 1 and ${limits.quickRepliesMax}` })
    problems.push(...items.flatMap((item, index) => {
      const place = `${path}.quickReply.items[${index}]`
      if ((item as Json)['type'] !== 'action') return [{ property: `${place}.type`, message: 'Must be "action"' }]
      return checkAction((item as Json)['action'], 'quickReply', `${place}.action`)
    }))
  }
  return problems
}

function checkTemplate(template: Json | undefined, path: string): Problem[] {
  if (template === undefined) return []
  const type = template['type']
  if (type === 'confirm') {
    return [...graphemes(template['text'], 240, `${path}.text`), ...checkActions(template['actions'], 2, 2, path)]
  }
  if (type === 'buttons') return checkColumn(template, 160, 4, path)
  const columns = template['columns']
  if (!Array.isArray(columns)) return []
  const problems: Problem[] = columns.length < 1 || columns.length > 10 ? [{ property: `${path}.columns`, message: 'Size must be between 1 and 10' }] : []
  if (type === 'image_carousel') {
    return [...problems, ...columns.flatMap((one, index) => checkAction((one as Json)['action'], 'imageCarousel', `${path}.columns[${index}].action`))]
  }
  const sizes = new Set(columns.map((one) => ((one as Json)['actions'] as unknown[] | undefined)?.length))
  if (sizes.size > 1) problems.push({ property: `${path}.columns`, message: 'All columns must have the same number of actions' })
  return [...problems, ...columns.flatMap((one, index) => checkColumn(one as Json, 120, 3, `${path}.columns[${index}]`))]
}

function checkColumn(column: Json, textMax: number, actionsMax: number, path: string): Problem[] {
  const dressed = column['title'] !== undefined || column['thumbnailImageUrl'] !== undefined
  return [
    ...graphemes(column['text'], dressed ? 60 : textMax, `${path}.text`),
    ...(column['title'] === undefined ? [] : graphemes(column['title'], 40, `${path}.title`)),
    ...checkActions(column['actions'], 1, actionsMax, path),
  ]
}

function checkActions(actions: unknown, min: number, max: number, path: string): Problem[] {
  if (!Array.isArray(actions) || actions.length < min || actions.length > max) {
    return [{ property: `${path}.actions`, message: `Size must be between ${min} and ${max}` }]
  }
  return actions.flatMap((one, index) => checkAction(one, 'template', `${path}.actions[${index}]`))
}

function checkAction(value: unknown, place: Place, path: string, labelNeeded = true): Problem[] {
  if (typeof value !== 'object' || value === null) return [{ property: path, message: 'May not be empty' }]
  const action = value as Json
  const problems: Problem[] = []
  if (labelNeeded || action['label'] !== undefined) problems.push(...graphemes(action['label'], limits.label[place], `${path}.label`))
  const type = action['type']
  if (type === 'postback' || type === 'datetimepicker' || type === 'richmenuswitch') problems.push(...units(action['data'], limits.dataMax, `${path}.data`))
  if (type === 'postback') {
    if (action['displayText'] !== undefined && action['text'] !== undefined) problems.push({ property: path, message: 'displayText and text cannot be used together' })
    for (const field of ['displayText', 'text', 'fillInText']) {
      if (action[field] !== undefined) problems.push(...graphemes(action[field], limits.actionTextMax, `${path}.${field}`))
    }
  }
  if (type === 'datetimepicker' && action['mode'] === undefined) problems.push({ property: `${path}.mode`, message: 'May not be empty' })
  if (type === 'message') problems.push(...graphemes(action['text'], limits.actionTextMax, `${path}.text`))
  if (type === 'uri') {
    problems.push(...units(action['uri'], limits.uriMax, `${path}.uri`))
    if (!/^(https?|line|tel):/.test(String(action['uri']))) problems.push({ property: `${path}.uri`, message: 'invalid uri scheme' })
  }
  if (type === 'richmenuswitch' && place !== 'richMenu') problems.push({ property: path, message: 'Rich menu switch is for rich menus only' })
  if ((type === 'camera' || type === 'cameraRoll' || type === 'location') && place !== 'quickReply') {
    problems.push({ property: path, message: `${String(type)} is for quick replies only` })
  }
  return problems
}

function checkFlex(container: Json | undefined, path: string): Problem[] {
  if (container === undefined) return []
  if (container['type'] === 'bubble') return checkBubble(container, path)
  const bubbles = container['contents']
  if (!Array.isArray(bubbles)) return []
  const problems: Problem[] = []
  if (bubbles.length < 1 || bubbles.length > limits.bubblesMax) problems.push({ property: `${path}.contents`, message: `Size must be between 1 and ${limits.bubblesMax}` })
  if (jsonBytes(container) > limits.carouselBytesMax) problems.push({ property: path, message: `Must not be larger than ${limits.carouselBytesMax} bytes` })
  return [...problems, ...bubbles.flatMap((one, index) => checkBubble(one as Json, `${path}.contents[${index}]`))]
}

function checkBubble(bubble: Json, path: string): Problem[] {
  const size = jsonBytes(bubble) > limits.bubbleBytesMax ? [{ property: path, message: `Must not be larger than ${limits.bubbleBytesMax} bytes` }] : []
  const blocks = ['header', 'hero', 'body', 'footer'].filter((name) => bubble[name] !== undefined)
  if (blocks.length === 0) return [...size, { property: path, message: 'At least one block must be specified' }]
  return [...size, ...blocks.flatMap((name) => checkComponent(bubble[name] as Json, `${path}.${name}`))]
}

function checkComponent(component: Json, path: string): Problem[] {
  const problems: Problem[] = []
  const children = component['contents']
  if (component['type'] === 'text' && !Array.isArray(children)) problems.push(...units(component['text'], limits.textMax, `${path}.text`))
  if (component['type'] === 'button') problems.push(...checkAction(component['action'], 'flex', `${path}.action`))
  // Boxes, texts and images may be tapped without a label.
  else if (component['action'] !== undefined) problems.push(...checkAction(component['action'], 'flex', `${path}.action`, false))
  if (component['type'] === 'image' && !String(component['url']).startsWith('https://')) problems.push({ property: `${path}.url`, message: 'Must be an HTTPS URL' })
  if (Array.isArray(children)) problems.push(...children.flatMap((one, index) => checkComponent(one as Json, `${path}.contents[${index}]`)))
  return problems
}

/** Problems of a rich menu object (reference: rich menu structure). */
export function checkRichMenu(menu: Json): Problem[] {
  const problems: Problem[] = []
  const { width, height } = (menu['size'] ?? {}) as { width?: number; height?: number }
  if (width === undefined || width < 800 || width > 2500) problems.push({ property: 'size.width', message: 'Must be between 800 and 2500' })
  if (height === undefined || height < 250) problems.push({ property: 'size.height', message: 'Must be at least 250' })
  if (width !== undefined && height !== undefined && width / height < 1.45) problems.push({ property: 'size', message: 'Width must be at least 1.45 times the height' })
  if (typeof menu['selected'] !== 'boolean') problems.push({ property: 'selected', message: 'May not be empty' })
  problems.push(...graphemes(menu['name'], 300, 'name'), ...graphemes(menu['chatBarText'], 14, 'chatBarText'))
  const areas = menu['areas']
  if (!Array.isArray(areas) || areas.length > 20) return [...problems, { property: 'areas', message: 'Size must be between 0 and 20' }]
  for (const [index, area] of (areas as Json[]).entries()) {
    const { x = -1, y = -1, width: w = 0, height: h = 0 } = (area['bounds'] ?? {}) as Record<string, number>
    if (x < 0 || y < 0 || w <= 0 || h <= 0 || x + w > (width ?? 0) || y + h > (height ?? 0)) problems.push({ property: `areas[${index}].bounds`, message: 'Must lie within the size' })
    problems.push(...checkAction(area['action'], 'richMenu', `areas[${index}].action`, false))
  }
  return problems
}

function units(value: unknown, max: number, property: string): Problem[] {
  if (typeof value !== 'string' || value === '') return [{ property, message: 'May not be empty' }]
  return value.length > max ? [{ property, message: `Length must be between 0 and ${max}` }] : []
}

function graphemes(value: unknown, max: number, property: string): Problem[] {
  if (typeof value !== 'string' || value === '') return [{ property, message: 'May not be empty' }]
  // Never more clusters than units, so short texts need no cutting up.
  if (value.length <= max || [...segmenter.segment(value)].length <= max) return []
  return [{ property, message: `Length must be between 0 and ${max}` }]
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
