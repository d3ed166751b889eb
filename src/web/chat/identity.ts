import { createHash, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { ChatDoor, DemoPhone } from './door.ts'

/**
 * Who speaks: whoever holds an unguessable cookie. The house knows only its SHA-256, so nobody who reads the
 * database can speak as somebody else. The two phones of the demo have fixed addresses and need no cookie.
 */

const cookieBytes = 32
const cookieDays = 400

/** The address of the one who asks, null for a stranger. */
export function userOf(door: ChatDoor, req: Request): string | null {
  const phone = demoPhoneOf(req)
  if (phone) return door.demoPhone(phone)
  const secret = readCookie(req, cookieName(isSecure(door, req)))
  return secret ? createHash('sha256').update(secret).digest('hex') : null
}

/** Gives a stranger a cookie, and makes a known one's last again; the demo's phones get none. */
export function welcome(door: ChatDoor, req: Request, res: Response): void {
  if (demoPhoneOf(req)) return
  const secret = readCookie(req, cookieName(isSecure(door, req))) ?? randomBytes(cookieBytes).toString('base64url')
  setCookie(door, req, res, secret, cookieDays * 86_400)
}

export function forget(door: ChatDoor, req: Request, res: Response): void {
  setCookie(door, req, res, '', 0)
}

/** `?as=demo-resident` and `?as=demo-mediator`. */
export function demoPhoneOf(req: Request): DemoPhone | null {
  if (req.query.as === 'demo-resident') return 'resident'
  if (req.query.as === 'demo-mediator') return 'mediator'
  return null
}

export function isSecure(door: ChatDoor, req: Request): boolean {
  return door.secure || req.secure
}

/** A name with __Host- cannot be set by a neighbouring subdomain, so nobody can hand a resident their own cookie. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-laifang' : 'laifang'
}

function readCookie(req: Request, name: string): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name && value && /^[A-Za-z0-9_-]{43}$/.test(value)) return value
  }
  return null
}

function setCookie(door: ChatDoor, req: Request, res: Response, value: string, maxAgeSeconds: number): void {
  const secure = isSecure(door, req)
  res.append('Set-Cookie', `${cookieName(secure)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`)
}
