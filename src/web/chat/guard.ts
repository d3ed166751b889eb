import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import helmet from 'helmet'

/** What every page of ours for residents is wrapped in: no code, styles or frames but our own, and no foreign senders. */

/** `framed`: which requests may be shown inside a page of ours. */
export function pageHeaders(framed: (req: Request) => boolean): RequestHandler[] {
  const alone = contentRules("'none'")
  const inside = contentRules("'self'")
  return [
    (req, res, next) => (framed(req) ? inside : alone)(req, res, next),
    (_req: Request, res: Response, next: NextFunction) => {
      res.setHeader('Permissions-Policy', 'geolocation=(self), microphone=(self), camera=(self), payment=(), usb=()')
      res.setHeader('Cache-Control', 'no-store')
      next()
    },
  ]
}

function contentRules(frameAncestors: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: [frameAncestors],
      },
    },
    // An office's other sites are none of our business.
    strictTransportSecurity: { includeSubDomains: false },
    // Entry links carry invitation codes; no other site gets to read them.
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: frameAncestors === "'none'" ? { action: 'deny' } : { action: 'sameorigin' },
  })
}

/**
 * Lets an unsafe method pass only from a page of this very origin. Browsers say so themselves (Sec-Fetch-Site);
 * older ones send Origin, which must be the host that was asked or one of `origins`. Neither: 403.
 */
export function sameOrigin(origins: string[]): RequestHandler {
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || comesFromHere(req, origins)) return next()
    res.status(403).json({ error: 'origin' })
  }
}

function comesFromHere(req: Request, origins: string[]): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = req.headers.origin
  if (origin === undefined) return false
  return origins.includes(origin) || origin === `${req.protocol}://${req.headers.host}`
}

/**
 * Scripts, styles and pictures of a page's folder. Browsers ask each time whether they are still the same: after an
 * update nobody runs half of the old page.
 */
export function pageFiles(folder: string): RequestHandler[] {
  return [
    (req, res, next) => (/^\/([a-z]+\/)?[a-z-]+\.(js|css|svg)$/.test(req.path) ? next() : void res.status(404).json({ error: 'file' })),
    express.static(folder, { index: false, setHeaders: (res) => res.setHeader('Cache-Control', 'no-cache') }),
  ]
}
