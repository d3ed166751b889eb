import { timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import type { Files } from '../jobs/files.ts'
import type { Seal } from '../store/seal.ts'

/**
 * LINE takes no bytes, only an address it can fetch: such a link is signed, names one file and lives for a day.
 * Whoever was sent it may open it; nobody can make one.
 */
export type Links = {
  linkTo(id: string, read: Files['read']): Promise<{ url: string; mime: string; name: string } | null>
  /** The file's id, or null for a forged or expired link. */
  opened(token: string): string | null
}

const lifeMs = 86_400_000

export function makeLinks(seal: Pick<Seal, 'hash'>, publicUrl: string | undefined, clock: () => number): Links {
  const signed = (id: string, until: string): Buffer => seal.hash('handed', `${id}/${until}`).subarray(0, 18)
  return {
    async linkTo(id, read) {
      if (!publicUrl?.startsWith('https:')) return null
      const file = await read(id)
      if (!file) return null
      const until = (clock() + lifeMs).toString(36)
      return { url: `${publicUrl}/handed/${id}.${until}.${signed(id, until).toString('base64url')}`, mime: file.mime, name: file.name }
    },
    opened(token) {
      const [id = '', until = '', mark = ''] = token.split('.')
      const given = Buffer.from(mark, 'base64url')
      const right = signed(id, until)
      return given.length === right.length && timingSafeEqual(given, right) && parseInt(until, 36) > clock() ? id : null
    },
  }
}

export function handedRouter(files: Pick<Files, 'read'>, links: Links): Router {
  const router = Router()
  router.get('/:token', async (req, res) => {
    const id = links.opened(req.params.token)
    const file = id === null ? null : await files.read(id)
    if (!file) return void res.status(404).json({ error: 'not found' })
    const picture = /^image\/(jpeg|png|gif|webp)$/.test(file.mime)
    res.set({
      'content-type': picture || /^(audio|video)\/|^text\/calendar$/.test(file.mime) ? file.mime : 'application/octet-stream',
      'content-disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer',
    })
    res.send(Buffer.from(file.bytes))
  })
  return router
}
