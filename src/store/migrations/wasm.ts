// Owns the loading of the schema engine's WebAssembly, once per process: its JavaScript half keeps views into the
// memory of one instance. By hand instead of by `import`, which Node still calls experimental at every start.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { SchemaEngine as Engine } from '@prisma/schema-engine-wasm'

type Glue = WebAssembly.ModuleImports & { __wbg_set_wasm(exports: WebAssembly.Exports): void; SchemaEngine: typeof Engine }

const name = '@prisma/schema-engine-wasm/schema_engine_bg'
const glue = (await import(name)) as Glue
const file = createRequire(import.meta.url).resolve(name).replace(/\.js$/, '.wasm')
const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': withoutWaiting(glue) })
// Where the engine reports a panic before it fails; the failure itself reaches the caller.
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => {} } })
glue.__wbg_set_wasm(instance.exports)
;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()

export function newEngine(adapters: object): Promise<Engine> {
  return glue.SchemaEngine.new({ datamodels: undefined }, () => {}, adapters)
}

/** The engine leaves a timer of 10 s running after it has its lock, which would keep a finished command from ending. */
function withoutWaiting(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const entries = Object.entries(imports).map(([key, value]) => {
    if (!key.startsWith('__wbg_setTimeout') || typeof value !== 'function') return [key, value]
    const set = value as (...args: unknown[]) => NodeJS.Timeout
    return [key, (...args: unknown[]) => set(...args).unref()]
  })
  return Object.fromEntries(entries) as WebAssembly.ModuleImports
}
