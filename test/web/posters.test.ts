import QRCode from 'qrcode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type TestHouse } from '../house.ts'

/** The sheet an office hangs on its wall. */

let house: TestHouse
let office = 0
beforeAll(async () => {
  house = await openHouse({ publicUrl: 'https://office.example' })
  office = (await house.db.prisma.office.create({ data: { name: '<b>河东</b> & Co', zone: 'Asia/Shanghai' } })).id
})
afterAll(async () => { await house.stop() })

/** The dark modules of a drawing, read from the strokes of its path. */
function modules(svg: string): Set<string> {
  const dark = new Set<string>()
  let [x, y] = [0, 0]
  for (const [, move, args = ''] of (/stroke[^>]*d="([^"]+)"/.exec(svg)?.[1] ?? '').matchAll(/([Mmh])([^Mmh]*)/g)) {
    const [first = 0, second = 0] = args.trim().split(/[ ,]+/).map(Number)
    if (move === 'M') [x, y] = [first, Math.floor(second)]
    else if (move === 'm') [x, y] = [x + first, y + second]
    else for (let step = 0; step < first; step++) dark.add(`${y},${x++}`)
  }
  return dark
}

function expected(address: string): Set<string> {
  const { size, data } = QRCode.create(address, { errorCorrectionLevel: 'M' }).modules
  return new Set([...data].flatMap((dark, n) => (dark ? [`${Math.floor(n / size) + 4},${n % size + 4}`] : [])))
}

test('each open channel has its code, and each code leads to this very office', async () => {
  const page = await (await fetch(`${house.url}/posters/${office}?language=zh-CN`)).text()
  const drawn = [...page.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => modules(svg))
  const line = /line\.me\/R\/oaMessage\/([^/"]+)/.exec(page)?.[1]
  expect(drawn).toEqual([`https://t.me/laifang_test_bot?start=office_${office}`, `https://line.me/R/oaMessage/${line}/?office_${office}`, `https://office.example/chat?start=office_${office}`].map(expected))
})

test('it is in the reader\'s language, offers the others, and runs nothing', async () => {
  const answer = await fetch(`${house.url}/posters/${office}`, { headers: { 'accept-language': 'zh-TW' } })
  const page = await answer.text()
  expect(page).toContain('請掃一掃')
  expect(page).toContain('<a lang="en" href="?language=en">English</a>')
  expect(page).toContain('&#60;b&#62;河东&#60;/b&#62;')
  expect(page).not.toMatch(/<script|<b>河东|style="|\{\{/)
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*style-src 'self'/)
  expect((await fetch(`${house.url}/posters/page/poster.css`)).status).toBe(200)
})

test('no poster for what is no office', async () => {
  for (const id of ['999999', '0', 'x', '1%27--', '99999999999999']) expect((await fetch(`${house.url}/posters/${id}`)).status).toBe(404)
})
