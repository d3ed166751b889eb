import sharp from 'sharp'

/**
 * Pictures as they may be kept: turned upright and drawn anew, so that neither the place where they were taken, nor
 * the phone's name, nor anything hidden behind the picture comes along. Null for what is no picture after all.
 */
export async function cleanPicture(bytes: Uint8Array, mime: string): Promise<Uint8Array | null> {
  if (!redrawn.has(mime)) return bytes
  try {
    return await sharp(bytes, { limitInputPixels: pixelsMax, animated: mime === 'image/gif' || mime === 'image/webp' }).rotate().toBuffer()
  } catch {
    return null
  }
}

const pixelsMax = 100_000_000
/** What the library can draw again in its own format; phones' other formats arrive converted by the apps or stay files. */
const redrawn = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
