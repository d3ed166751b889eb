// Owns checking a Bot API call against the machine-readable description of the Bot API: names, types, required
// fields, and the lengths stated in the descriptions ("1-4096 characters after entities parsing", "1-64 bytes").
import { existsSync, readFileSync } from 'node:fs'
import { isUpload } from '../forms.ts'
import type { Json } from '../http.ts'
import { parseHtml } from './html.ts'
import { newerFields, newerTypes } from './newer.ts'

export interface TelegramSpec {
  knows(method: string): boolean
  /** Sentences about what is wrong, each beginning with the path of the field; empty when the call is valid. */
  check(method: string, params: Json): string[]
  /** Sentences about an update that the fake itself is about to send. */
  checkUpdate(update: Json): string[]
  /** Turns the text values of a form into the values they stand for. */
  readText(method: string, params: Json): Json
}

export interface SpecField {
  readonly name: string
  readonly types: readonly string[]
  readonly required: boolean
  readonly description: string
}

interface SpecEntry {
  readonly name: string
  readonly fields?: readonly SpecField[]
  readonly subtypes?: readonly string[]
}

interface SpecFile {
  readonly methods: Readonly<Record<string, SpecEntry>>
  readonly types: Readonly<Record<string, SpecEntry>>
}

type Check = (value: unknown, path: string, parent: Json) => string[]
type FieldsCheck = (value: Json, path: string) => string[]

/** Descriptions already read: they never change. */
const loaded = new Map<string, TelegramSpec>()

/** Reads the description at `path`; undefined where there is no such file. */
export function loadTelegramSpec(path: string): TelegramSpec | undefined {
  if (!existsSync(path)) return undefined
  const spec = loaded.get(path) ?? readSpec(path)
  loaded.set(path, spec)
  return spec
}

function readSpec(path: string): TelegramSpec {
  const file = JSON.parse(readFileSync(path, 'utf8')) as SpecFile
  const methods = file.methods
  const types: Record<string, SpecEntry> = { ...file.types }
  for (const name of newerTypes) types[name] ??= { name, fields: [] }
  const byType = new Map<string, Check>()
  const byMethod = new Map<string, FieldsCheck>()

  function fieldsOf(entry: SpecEntry): readonly SpecField[] {
    const known = entry.fields ?? []
    return [...known, ...(newerFields[entry.name] ?? []).filter((field) => !known.some((one) => one.name === field.name))]
  }

  function typeCheck(name: string): Check {
    const known = byType.get(name)
    if (known !== undefined) return known
    // Types refer to themselves (a Message holds a Message), so the name is bound before its fields are read.
    let check: Check = () => []
    byType.set(name, (value, path, parent) => check(value, path, parent))
    check = makeTypeCheck(name)
    byType.set(name, check)
    return check
  }

  function makeTypeCheck(name: string): Check {
    const primitive = primitives[name]
    if (primitive !== undefined) return primitive
    if (name.startsWith('Array of ')) return arrayCheck(typeCheck(name.slice('Array of '.length)))
    const entry = types[name]
    if (entry === undefined) return () => []
    if (entry.subtypes !== undefined) return anyOf(entry.subtypes.map(typeCheck))
    const fields = fieldsCheck(fieldsOf(entry))
    return (value, path) => {
      if (isPlain(value)) return fields(value, path)
      // "For simple text buttons, String can be used instead of this object."
      if (name === 'KeyboardButton' && typeof value === 'string') return []
      return [`${path}: must be ${name}, not ${kindOf(value)}`]
    }
  }

  function fieldsCheck(fields: readonly SpecField[]): FieldsCheck {
    const checks = new Map(fields.map((field) => [field.name, fieldCheck(field)]))
    const required = fields.filter((field) => field.required).map((field) => field.name)
    return (value, path) => {
      const problems: string[] = []
      for (const name of required) {
        if (value[name] === undefined || value[name] === null) problems.push(`${join(path, name)}: is required`)
      }
      for (const name in value) {
        const given = value[name]
        if (given === undefined || given === null) continue
        const check = checks.get(name)
        if (check === undefined) problems.push(`${join(path, name)}: unknown field`)
        else problems.push(...check(given, join(path, name), value))
      }
      return problems
    }
  }

  function fieldCheck(field: SpecField): Check {
    const shape = anyOf(field.types.map(typeCheck))
    const size = sizeCheck(field)
    const constant = /must be (?:"|“)?([a-z_]+)(?:"|”)?$/.exec(field.description)?.[1]
    return (value, path, parent) => {
      const problems = shape(value, path, parent)
      if (problems.length > 0) return problems
      if (constant !== undefined && field.name === 'type' && value !== constant) return [`${path}: must be "${constant}"`]
      return size(value, path, parent)
    }
  }

  function methodCheck(method: string): FieldsCheck {
    const known = byMethod.get(method)
    if (known !== undefined) return known
    const entry = methods[method]
    const check = entry === undefined ? () => [`${method}: unknown method`] : fieldsCheck(fieldsOf(entry))
    byMethod.set(method, check)
    return check
  }

  return {
    knows: (method) => method in methods,
    check: (method, params) => methodCheck(method)(params, ''),
    checkUpdate: (update) => typeCheck('Update')(update, 'update', {}),
    readText(method, params) {
      const entry = methods[method]
      if (entry === undefined) return params
      const read: Json = { ...params }
      for (const field of fieldsOf(entry)) {
        const value = params[field.name]
        if (typeof value === 'string') read[field.name] = readTextValue(value, field.types)
      }
      return read
    },
  }
}

const primitives: Readonly<Record<string, Check>> = {
  String: (value, path) => (typeof value === 'string' ? [] : [`${path}: must be String, not ${kindOf(value)}`]),
  Integer: (value, path) => (Number.isSafeInteger(value) ? [] : [`${path}: must be Integer, not ${kindOf(value)}`]),
  Float: (value, path) => (typeof value === 'number' ? [] : [`${path}: must be Float, not ${kindOf(value)}`]),
  Boolean: (value, path) => (typeof value === 'boolean' ? [] : [`${path}: must be Boolean, not ${kindOf(value)}`]),
  InputFile: (value, path) => (isUpload(value) ? [] : [`${path}: must be an uploaded file, not ${kindOf(value)}`]),
}

function arrayCheck(item: Check): Check {
  return (value, path, parent) => {
    if (!Array.isArray(value)) return [`${path}: must be an array, not ${kindOf(value)}`]
    return value.flatMap((one: unknown, index) => item(one, `${path}[${index}]`, parent))
  }
}

/** Passes when one of them passes; else tells what is wrong with the nearest. */
function anyOf(checks: readonly Check[]): Check {
  const [only] = checks
  if (only !== undefined && checks.length === 1) return only
  return (value, path, parent) => {
    let nearest: string[] | undefined
    for (const check of checks) {
      const problems = check(value, path, parent)
      if (problems.length === 0) return problems
      if (nearest === undefined || problems.length < nearest.length) nearest = problems
    }
    return nearest ?? []
  }
}

/** Lengths in the words of the description. Characters are counted in UTF-16 units, the strictest way to count. */
function sizeCheck(field: SpecField): Check {
  const list = field.types.some((type) => type.startsWith('Array of '))
  const range = /(\d+)\s*-\s*(\d+) (characters|bytes)/i.exec(field.description)
  const items = list ? /(?:include|list of) (\d+)-(\d+) /i.exec(field.description) : null
  const values = /(?:Values between |; |, )(\d+)-(\d+)(?: are accepted|\. Defaults|$)/.exec(field.description)
  if (range !== null) {
    const [, min, max, unit] = range
    const parsed = /after entit(?:y|ies) parsing/.test(field.description)
    return (value, path, parent) => {
      if (typeof value !== 'string') return []
      const text = parsed && parent['parse_mode'] === 'HTML' ? plainText(value) : value
      const size = unit?.toLowerCase() === 'bytes' ? Buffer.byteLength(text) : text.length
      return size < Number(min) || size > Number(max) ? [`${path}: has ${size} ${unit}, must have ${min}-${max}`] : []
    }
  }
  if (items !== null && Number(items[1]) <= Number(items[2])) {
    const [, min, max] = items
    return (value, path) => (Array.isArray(value) && (value.length < Number(min) || value.length > Number(max))
      ? [`${path}: has ${value.length} items, must have ${min}-${max}`] : [])
  }
  if (values !== null && field.types.includes('Integer')) {
    const [, min, max] = values
    return (value, path) => (typeof value === 'number' && (value < Number(min) || value > Number(max))
      ? [`${path}: is ${value}, must be ${min}-${max}`] : [])
  }
  return () => []
}

function plainText(html: string): string {
  const parsed = parseHtml(html)
  return typeof parsed === 'string' ? html : parsed.text
}

function readTextValue(value: string, types: readonly string[]): unknown {
  if (types.includes('Integer') || types.includes('Float')) {
    if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  }
  if (types.includes('Boolean')) return value === 'true' || value === 'True' || value === '1'
  if (types.includes('String')) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

function isPlain(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUpload(value)
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'an array' : isUpload(value) ? 'an uploaded file' : typeof value
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
