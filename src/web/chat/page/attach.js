/** Pictures, files, recordings and places: asks the device for them and hands them on. */

/** @import { Tongue } from './types.d.ts' */
import { part } from './tongue.js'

const smallPixels = 480
const recordMaxMs = 5 * 60_000

/** Browsers give these only to pages that came safely (https, or this very machine). */
export const canRecord = typeof MediaRecorder === 'function' && navigator.mediaDevices !== undefined
export const canPlace = isSecureContext && 'geolocation' in navigator

/**
 * @param {{
 *   tongue: () => Tongue,
 *   onFile: (file: Blob, name: string) => void,
 *   onPlace: (place: { lat: number, lon: number }) => void,
 *   onTrouble: (word: string) => void,
 * }} with_
 */
export function openAttach({ tongue, onFile, onPlace, onTrouble }) {
  const open = part('attach-open')
  const sheet = part('attach')
  part('attach-voice').hidden = !canRecord
  part('attach-place').hidden = !canPlace

  open.addEventListener('click', () => show(sheet.hidden))
  for (const [name, input] of [['attach-photo', 'photo-input'], ['attach-file', 'file-input']]) {
    part(name ?? '').addEventListener('click', () => part(input ?? '').click())
    part(input ?? '').addEventListener('change', take)
  }
  part('attach-voice').addEventListener('click', () => {
    show(false)
    void record()
  })
  part('attach-place').addEventListener('click', () => {
    show(false)
    askPlace()
  })
  part('words').addEventListener('paste', (/** @type {ClipboardEvent} */ event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (!files.length) return
    event.preventDefault()
    for (const file of files) onFile(file, file.name)
  })

  return { askPlace }

  /** @param {boolean} visible */
  function show(visible) {
    sheet.hidden = !visible
    open.setAttribute('aria-expanded', String(visible))
    if (visible) sheet.querySelector('button')?.focus()
  }

  /** @param {Event} event */
  function take(event) {
    const input = /** @type {HTMLInputElement} */ (event.target)
    for (const file of input.files ?? []) onFile(file, file.name)
    input.value = ''
    show(false)
  }

  function askPlace() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onPlace({ lat: coords.latitude, lon: coords.longitude }),
      () => onTrouble('placeFailed'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  }

  async function record() {
    let sound
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true })
    } catch {
      return onTrouble('micFailed')
    }
    const mime = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg'].find((each) => MediaRecorder.isTypeSupported(each)) ?? ''
    const recorder = new MediaRecorder(sound, { ...(mime ? { mimeType: mime } : {}), audioBitsPerSecond: 32_000 })
    /** @type {Blob[]} */
    const parts = []
    const began = Date.now()
    let keep = false

    const stop = (/** @type {boolean} */ send) => {
      keep = send
      if (recorder.state !== 'inactive') recorder.stop()
    }
    part('record-stop').onclick = () => stop(true)
    part('record-cancel').onclick = () => stop(false)
    const tick = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000)
      part('record-time').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
      if (seconds * 1000 >= recordMaxMs) stop(true)
    }, 250)
    recorder.ondataavailable = (event) => parts.push(event.data)
    recorder.onstop = () => {
      clearInterval(tick)
      for (const track of sound.getTracks()) track.stop()
      part('recorder').hidden = true
      part('words').focus()
      const type = (recorder.mimeType || mime).split(';')[0] ?? 'audio/webm'
      const blob = new Blob(parts, { type })
      if (keep && blob.size) onFile(blob, `${tongue().word('voice')}.${type.endsWith('mp4') ? 'm4a' : 'webm'}`)
    }
    part('record-time').textContent = '0:00'
    part('recorder').hidden = false
    part('record-stop').focus()
    recorder.start(1000)
  }
}

/** A small copy of a picture for the person's own view; null where the browser cannot read it. @param {Blob} file @returns {Promise<Blob | null>} */
export async function smallPicture(file) {
  if (!file.type.startsWith('image/')) return null
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, smallPixels / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.75))
  } catch {
    return null
  }
}
