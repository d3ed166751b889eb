// Owns checking bodies against LINE's OpenAPI description. Inheritance there is a discriminator on a base and allOf in
// the children, so plain ajv would check only the base: each base becomes a dispatcher that sends the value to its
// child by its type, and a child takes the base's own fields from "<Base>__own".
import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import type { Json } from '../http.ts'

export interface Problem {
  /** "messages[0].text"; '' for the body as a whole. */
  readonly property: string
  readonly message: string
}

export interface LineSpec {
  /** What is wrong with a value by the schema's name; undefined when it is valid. Throws when there is no such schema. */
  check(schema: string, value: unknown): Problem | undefined
}

interface Schema extends Json {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: unknown
  readonly allOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly discriminator?: { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> }
  readonly nullable?: boolean
  readonly format?: string
}

/** Formats that say something beyond the type. */
const checkedFormats = new Set(['uri', 'uuid', 'date-time'])
const keptKeywords = ['enum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'pattern'] as const

/** Descriptions already read: they never change, and reading one takes a quarter of a second. */
const loaded = new Map<string, LineSpec>()

/** Reads a description; undefined where there is no such file. */
export function loadLineSpec(path: string): LineSpec | undefined {
  if (!existsSync(path)) return undefined
  const spec = loaded.get(path) ?? readSpec(path)
  loaded.set(path, spec)
  return spec
}

function readSpec(path: string): LineSpec {
  const { components } = parse(readFileSync(path, 'utf8')) as { components: { schemas: Record<string, Schema> } }
  const schemas = components.schemas
  const $defs: Json = {}
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.discriminator === undefined) {
      $defs[name] = convert(schema, true)
    } else {
      $defs[name] = dispatcher(schema.discriminator)
      $defs[`${name}__own`] = convert(schema, false)
    }
  }
  const ajv = new Ajv2020({ strict: false })
  // The package is CommonJS; its function is the default export's own default under nodenext.
  formats.default(ajv)
  ajv.addSchema({ $id: 'line', $defs })
  const compiled = new Map<string, ValidateFunction>()

  /** In allOf a base stands for its own fields, everywhere else for whichever child the value is. */
  function reference(ref: string, inherited: boolean): string {
    const name = ref.slice(ref.lastIndexOf('/') + 1)
    return `line#/$defs/${inherited && schemas[name]?.discriminator !== undefined ? `${name}__own` : name}`
  }

  function convert(schema: Schema, closed: boolean, inherited = false): Json {
    if (schema.$ref !== undefined) return { $ref: reference(schema.$ref, inherited) }
    const out: Json = {}
    for (const keyword of keptKeywords) if (schema[keyword] !== undefined) out[keyword] = schema[keyword]
    if (schema.format !== undefined && checkedFormats.has(schema.format)) out['format'] = schema.format
    if (schema.type !== undefined) out['type'] = schema.nullable === true ? [schema.type, 'null'] : schema.type
    if (schema.required !== undefined) out['required'] = schema.required
    if (schema.items !== undefined) out['items'] = convert(schema.items, true)
    if (schema.properties !== undefined) {
      out['properties'] = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, convert(one, true)]))
    }
    if (schema.allOf !== undefined) out['allOf'] = schema.allOf.map((one) => convert(one, false, true))
    if (typeof schema.additionalProperties === 'object') out['additionalProperties'] = convert(schema.additionalProperties as Schema, true)
    const hasFields = schema.properties !== undefined || schema.allOf !== undefined
    if (closed && hasFields && schema.additionalProperties === undefined) out['unevaluatedProperties'] = false
    return out
  }

  function dispatcher({ propertyName, mapping }: NonNullable<Schema['discriminator']>): Json {
    return {
      type: 'object',
      required: [propertyName],
      properties: { [propertyName]: { enum: Object.keys(mapping) } },
      allOf: Object.entries(mapping).map(([value, ref]) => ({
        if: { properties: { [propertyName]: { const: value } }, required: [propertyName] },
        then: { $ref: reference(ref, false) },
      })),
    }
  }

  return {
    check(schema, value) {
      let validate = compiled.get(schema)
      if (validate === undefined) {
        validate = ajv.compile({ $ref: `line#/$defs/${schema}` })
        compiled.set(schema, validate)
      }
      if (validate(value)) return undefined
      return describe(validate.errors ?? [])
    },
  }
}

/** The first error that is a cause: those of "if" only say that something inside did not fit. */
function describe(errors: readonly ErrorObject[]): Problem {
  const error = errors.find((one) => one.keyword !== 'if') ?? errors[0]
  if (error === undefined) return { property: '', message: 'is not valid' }
  const { params } = error
  const place = dotted(error.instancePath)
  if (error.keyword === 'unevaluatedProperties') return { property: joined(place, String(params['unevaluatedProperty'])), message: 'Unknown field' }
  if (error.keyword === 'required') return { property: joined(place, String(params['missingProperty'])), message: 'May not be empty' }
  if (error.keyword === 'enum') return { property: place, message: `Must be one of the following values: [${String(params['allowedValues'])}]` }
  return { property: place, message: error.message ?? error.keyword }
}

function dotted(pointer: string): string {
  return pointer.split('/').slice(1).reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : joined(path, part)), '')
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
