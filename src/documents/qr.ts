import QRCode from 'qrcode'

/** A code for the camera of another phone. Level M: a tenth of it may be scratched or in the shade. */
const level = 'M'
const quietModules = 4
const widthPx = 600

export async function qrPicture(address: string): Promise<Uint8Array> {
  return QRCode.toBuffer(address, { type: 'png', errorCorrectionLevel: level, margin: quietModules, width: widthPx })
}

/** The same as a drawing without colour and size of its own, for a page. */
export async function qrDrawing(address: string): Promise<string> {
  return QRCode.toString(address, { type: 'svg', errorCorrectionLevel: level, margin: quietModules })
}
