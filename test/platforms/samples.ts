// Owns the smallest real files people send in tests that do not care what is in them.

/** A valid JPEG of one pixel. */
export const tinyJpeg: Buffer = Buffer.from(
  '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1u'
  + 'pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA'
  + 'AAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKAB/9k=', 'base64')

/** A valid PNG of one pixel. */
export const tinyPng: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** The first page of an Ogg stream with an Opus head: enough to be recognised as a voice message. */
export const tinyOgg: Buffer = Buffer.concat([
  Buffer.from('OggS\0\x02', 'latin1'), Buffer.alloc(20), Buffer.from([1, 19]),
  Buffer.from('OpusHead\x01\x01', 'latin1'), Buffer.alloc(9),
])

/** The file type box of an MP4. */
export const tinyMp4: Buffer = Buffer.concat([
  Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom', 'latin1'), Buffer.from([0, 0, 2, 0]), Buffer.from('isommp42', 'latin1'),
])

/** A PDF without pages. */
export const tinyPdf: Buffer = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
