import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Words of the page's own frame in one language; those of the talk come with its messages. */
export type ChatWords = { language: string; page: Record<string, string>; demo: Record<string, string> }

const file = z.object({ demo: z.record(z.string(), z.string()) }).catchall(z.union([z.string(), z.record(z.string(), z.string())]))

/**
 * Reads `<folder>/<language>/chat.json` of every language once; a language unknown here falls back to `fallback`.
 * Throws when a file is missing or not of this form: without its words the page cannot be shown.
 */
export function loadChatWords(folder: string, fallback: string): (language: string) => ChatWords {
  const known = new Map<string, ChatWords>()
  for (const language of readdirSync(folder).filter((name) => !name.startsWith('.'))) {
    const { demo, ...page } = file.parse(JSON.parse(readFileSync(join(folder, language, 'chat.json'), 'utf8')))
    known.set(language, { language, page: z.record(z.string(), z.string()).parse(page), demo })
  }
  const last = known.get(fallback) ?? known.values().next().value
  if (!last) throw new Error(`no chat.json in any language under ${folder}`)
  return (language) => known.get(language) ?? last
}
