/** Where something is, as people write it or as a phone tells it, brought into a form that two of them can be held against each other. */

/** So many metres a cell of the map is wide and high. */
const cellMetres = 150
const metresPerDegree = 111_320
const rowDegrees = cellMetres / metresPerDegree
const shortest = 4

/** Signs of an address that are written in two ways. */
const oneWay: Record<string, string> = { 號: '号', 樓: '楼', 棟: '栋', 幢: '栋', 單: '单', 區: '区', 園: '园', 門: '门', 層: '层', 東: '东', 廣: '广', 場: '场', 灣: '湾', 莊: '庄', 廈: '厦', 縣: '县', 鎮: '镇', 鄉: '乡', 裡: '里', 巿: '市', 臺: '台', 第: '' }
const digits: Record<string, string> = { 零: '0', 〇: '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' }

/** Words that name no place by themselves: everybody has a home and a building. */
const anybodys = /我们|我家|我|自己|本|这个|这里|这|小区|社区|里面|家|楼上|楼下|楼道|电梯|楼|门口|大门|旁边|附近|村|的|里|\b(?:in|at|on|of|near|my|our|the|this|home|house|flat|building|here|lobby|entrance|lift|elevator)\b/g
/** What comes after the house is the home of one family. */
const house = /^.*?\d+(?:号楼|号院|号|栋|座|弄)/
const flat = /[\s,]+(?:flat|apt\.?|apartment|unit|room|rm\.?|floor|fl\.?|block\s+\w+,?\s+flat)\s*\.?\s*[\w-]+.*$/

/** The house or the place that these words name; null for words that could be anywhere. */
export function placeText(written: string): string | null {
  const plain = [...written.normalize('NFKC').toLowerCase()].map((sign) => oneWay[sign] ?? sign).join('')
    .replace(/\(?-?\d+\.\d{3,},\s?-?\d+\.\d{3,}\)?/g, '')
    .replace(/[零〇一二三四五六七八九](?=(?:号|栋|座|弄|单元|期))/g, (sign) => digits[sign] ?? sign)
  const street = plain.replace(flat, '').replace(/\b(?:no|nr)\b\.?/g, '')
  if ([...bare(street.replace(anybodys, ''))].length < 2) return null
  const whole = bare(street)
  const text = house.exec(whole)?.[0] ?? whole
  return [...text].length < shortest ? null : text
}

function bare(text: string): string {
  return text.replace(/[\s\p{P}\p{S}]/gu, '')
}

/** The cell of the map a pin ("31.23041,121.47370") lies in, and those round it. Null for what is no pin. */
export function cellsOf(pin: string): { own: string; around: string[] } | null {
  const [lat, lon, ...rest] = pin.split(',').map(Number)
  if (lat === undefined || lon === undefined || rest.length > 0 || !Number.isFinite(lat) || !Number.isFinite(lon) || Math.abs(lat) > 85 || Math.abs(lon) > 180) return null
  const row = Math.floor(lat / rowDegrees)
  const cell = (r: number, step: number): string => `${r}:${columnIn(r, lon) + step}`
  const all = [-1, 0, 1].flatMap((r) => [-1, 0, 1].map((step) => cell(row + r, step)))
  const own = cell(row, 0)
  return { own, around: all.filter((each) => each !== own) }
}

/** A degree of longitude is the shorter the further north: each row has columns of its own. */
function columnIn(row: number, lon: number): number {
  return Math.floor(lon * Math.cos((row + 0.5) * rowDegrees * Math.PI / 180) / rowDegrees)
}
