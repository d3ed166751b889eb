import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import type { Words } from '../../dialogue/message.ts'
import { qrDrawing } from '../../documents/qr.ts'
import { entryLinks, officeEntry, type Entrances } from '../../links.ts'
import { pageFiles, pageHeaders } from '../chat/guard.ts'
import { escaped } from '../chat/page.ts'

/** What a poster needs of the house. */
export type PosterDoor = {
  /** Null when there is no such office. */
  officeName(id: number): Promise<string | null>
  entrances(): Entrances
  say(words: Words, language: string): string
  nearest(hint: string | undefined): string
  languages: { language: string; name: string }[]
}

/**
 * A page to be printed and hung up, to be mounted at /posters: GET /<office id>?language=…, one sheet of A4 with a QR
 * code for each open channel that leads to that very office. Nothing in it is about a person. 404 for no such office.
 */
export function posterRouter(door: PosterDoor): Router {
  const router = Router()
  router.use(pageHeaders(() => false))
  router.use('/page', pageFiles(join(import.meta.dirname, 'page')))
  router.get('/:office', async (req, res) => {
    const id = /^\d{1,9}$/.test(req.params.office) ? Number(req.params.office) : null
    const office = id === null ? null : await door.officeName(id)
    if (id === null || office === null) return void res.status(404).json({ error: 'office' })
    const asked = typeof req.query.language === 'string' ? req.query.language : req.acceptsLanguages()[0]
    // The same for everybody: drawn once an hour, however often it is looked at.
    res.set('cache-control', 'public, max-age=3600').type('html').send(await poster(door, id, office, door.nearest(asked)))
  })
  return router
}

async function poster(door: PosterDoor, id: number, office: string, language: string): Promise<string> {
  const say = (words: Words): string => escaped(door.say(words, language))
  const entries = await Promise.all(shownEntries(door.entrances(), id).map(async ([channel, address]) => [
    '<li>', `<h2>${say({ key: `poster:on.${channel}` })}</h2>`, await qrDrawing(address), `<a href="${escaped(address)}">${escaped(address)}</a>`, '</li>',
  ].join('')))
  const others = door.languages.map((each) => (each.language === language
    ? `<b lang="${each.language}">${escaped(each.name)}</b>` : `<a lang="${each.language}" href="?language=${each.language}">${escaped(each.name)}</a>`))
  const parts: Record<string, string> = {
    language, office: escaped(office), entries: entries.join('\n'), languages: others.join('\n'),
    come: say({ key: 'poster:come' }), goes: say({ key: 'poster:goes' }), code: say({ key: 'poster:code', with: { code: officeEntry(id) } }),
  }
  return template.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => parts[name] ?? '')
}

/** An address of this very machine leads nobody's phone here, so it is shown only where there is nothing else. */
function shownEntries(at: Entrances, id: number): [string, string][] {
  const entries = Object.entries(entryLinks(at, officeEntry(id)))
  const reachable = entries.filter(([, address]) => !address.startsWith('http://localhost'))
  return reachable.length > 0 ? reachable : entries
}

const template = readFileSync(join(import.meta.dirname, 'page', 'poster.html'), 'utf8')
