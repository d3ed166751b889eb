import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Personal words are sealed before they reach the database: AES-256-GCM, one key id beside each value, so that a new
 * key can be brought in while old values are still read. What must be found again is found by a keyed hash.
 */
export type Seal = {
  seal(text: string): Buffer
  /** Throws when the value was tampered with or its key is not known. */
  open(value: Uint8Array): string
  /** For looking something up without being able to read it back: codes, phone numbers. */
  hash(purpose: string, text: string): Buffer
}

const ivBytes = 12
const tagBytes = 16

/** `secrets`: the present secret first, then older ones that values may still be sealed with. At most 256, each its own id. */
export function makeSeal(secrets: readonly string[]): Seal {
  // Keys as objects: handing over their bytes at every call costs three times as much.
  const keys = secrets.map((secret) => ({ id: keyId(secret), key: createSecretKey(derive(secret, 'seal')) }))
  const present = keys[0]
  if (!present) throw new Error('SECRET_KEY is empty')
  const hashKey = createSecretKey(derive(secrets[0] ?? '', 'hash'))
  const nextIv = randomPieces(ivBytes, 256)
  return {
    seal(text) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', present.key, iv)
      const body = cipher.update(text, 'utf8')
      cipher.final()
      return Buffer.concat([present.id, iv, cipher.getAuthTag(), body])
    },
    open(value) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      const found = keys.find((each) => each.id.equals(bytes.subarray(0, 4)))
      if (!found) throw new Error('sealed with a key that is not known here')
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(4, 4 + ivBytes))
      decipher.setAuthTag(bytes.subarray(4 + ivBytes, 4 + ivBytes + tagBytes))
      const text = decipher.update(bytes.subarray(4 + ivBytes + tagBytes))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    },
    hash: (purpose, text) => createHmac('sha256', hashKey).update(purpose).update('\0').update(text).digest(),
  }
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'laifang', purpose, 32))
}

function keyId(secret: string): Buffer {
  return derive(secret, 'key id').subarray(0, 4)
}

/** Random pieces of `size` bytes, drawn `many` at a time; each is given out once. */
function randomPieces(size: number, many: number): () => Buffer {
  let drawn = Buffer.alloc(0)
  let at = 0
  return () => {
    if (at >= drawn.length) {
      drawn = randomBytes(size * many)
      at = 0
    }
    at += size
    return drawn.subarray(at - size, at)
  }
}
