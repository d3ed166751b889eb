import { createHash } from 'node:crypto'

/**
 * Ids drawn from an event's seed: pure, so a turn that runs twice makes the same rows, not two of each.
 * The seed carries 122 random bits, so nobody can guess an id or a code from another.
 */

/** A UUID (version 8) for the thing `name` that the event with this seed brings into being. */
export function idFrom(seed: string, name: string): string {
  const hex = digest(seed, name).toString('hex')
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Letters and digits nobody confuses when reading them out: no 0/O, 1/I/L, U/V. */
const codeLetters = '23456789ABCDEFGHJKMNPQRSTWXYZ'

/** A secret code of `length` letters from 29 (13 letters ≈ 63 bits), drawn without bias. */
export function codeFrom(seed: string, name: string, length = 13): string {
  let code = ''
  for (let round = 0; code.length < length; round++) {
    for (const byte of digest(seed, `${name}/${round}`)) {
      if (byte < 232 && code.length < length) code += codeLetters.charAt(byte % 29)
    }
  }
  return code
}

/** A number in [0, 1) for draws (callback share, in-person quota). */
export function drawFrom(seed: string, name: string): number {
  return digest(seed, name).readUIntBE(0, 6) / 2 ** 48
}

/** 22 letters instead of 36: ids inside buttons have 64 bytes to live in. */
export function shortId(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')
}

export function longId(short: string): string | null {
  const hex = Buffer.from(short, 'base64url').toString('hex')
  if (hex.length !== 32) return null
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** SHA-256 of a text, in hex: two who confirm the same one have read the same words. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function digest(seed: string, name: string): Buffer {
  return createHash('sha256').update(seed).update('\0').update(name).digest()
}
