import { join } from 'node:path'
import PizZip from 'pizzip'
import QRCode from 'qrcode'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Paper } from '../../src/dialogue/message.ts'
import { paperFile } from '../../src/documents/papers.ts'
import { qrDrawing } from '../../src/documents/qr.ts'
import { loadSpeaker } from '../../src/words/words.ts'

const speaker = loadSpeaker({ folder: join(import.meta.dirname, '../../locales'), fallback: 'zh-CN', zone: 'Asia/Shanghai' })
const at = Date.parse('2026-11-23T09:30:00+08:00')
const made = (paper: Paper, language = 'zh-CN') => paperFile(paper, { speaker, zone: 'Asia/Shanghai', language, at, qrLink: (code) => `https://office.example/chat?start=${code}` })
const text = (file: { bytes: Uint8Array }): string => Buffer.from(file.bytes).toString('utf8')

const meeting: Paper = {
  paper: 'calendar', uid: 'meeting-1@laifang', sequence: 2, title: { say: '调解会 2026001；甲,乙\r\nDTSTART:20200101' }, place: '和平路3号, 二楼;会议室',
  from: Date.parse('2026-12-01T14:00:00+08:00'), until: Date.parse('2026-12-01T15:00:00+08:00'),
}

test('an appointment is written in UTC, by the letter of the format, and a moved one takes its place', async () => {
  const file = await made(meeting)
  const lines = text(file).replaceAll('\r\n ', '').split('\r\n')
  expect(text(file).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(lines).toEqual(expect.arrayContaining(['DTSTART:20261201T060000Z', 'DTEND:20261201T070000Z', 'DTSTAMP:20261123T013000Z', 'UID:meeting-1@laifang', 'SEQUENCE:2', 'METHOD:PUBLISH', 'LOCATION:和平路3号\\, 二楼\\;会议室']))
  expect(lines.filter((line) => line.startsWith('DTSTART'))).toHaveLength(1)
  expect(lines.find((line) => line.startsWith('SUMMARY'))).toBe('SUMMARY:调解会 2026001；甲\\,乙 DTSTART:20200101')
  expect(text(file).split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  expect([file.name, file.mime]).toEqual(['日程.ics', 'text/calendar'])
})

const agreement: Paper = {
  paper: 'agreement', number: '2026001', office: '和平街道', hash: 'a1b2c3', parties: [{ label: { say: '甲方' }, name: '李<b>梅</b>' }, { label: { say: '乙方' }, name: null }],
  clauses: [{ text: '修好水管。\n赔八百元 & 道歉 {number}', who: { say: '乙方' }, day: Date.parse('2026-12-10T00:00:00+08:00') }, { text: '今后有事\u202E先\u0007商量', who: { say: '双方' }, day: null }],
  confirmed: [{ label: { say: '甲方' }, at, channel: { say: 'Telegram' } }],
}
const words = (file: { bytes: Uint8Array }): string => {
  const xml = new PizZip(file.bytes).file('word/document.xml')?.asText() ?? ''
  return xml.replace(/<w:br\/>/g, '\n').replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

test('MED-14 an agreement is a Word file with every clause as it was written, and nobody\'s words are anything but words', async () => {
  const file = await made(agreement)
  expect(words(file).split('\n').filter(Boolean)).toEqual([
    '调解协议书', '和平街道', '编号：2026001', '当事人', '甲方 · 李<b>梅</b>', '乙方 · （未写姓名）', '双方约定',
    '1. 修好水管。', '赔八百元 & 道歉 {number}', '由乙方履行，最晚 2026年12月10日', '2. 今后有事先商量', '由双方履行',
    '确认记录', '甲方：2026年11月23日 09:30 通过 Telegram 确认', '签名', '甲方', '乙方', '本文校验码：a1b2c3',
  ])
  expect(file.name).toBe('调解协议书 2026001.docx')
  const again = await made(agreement)
  expect(words(again)).toBe(words(file))
  expect(words(await made({ ...agreement, facts: '水管漏水 {office}' }))).toContain('纠纷事实\n水管漏水 {office}\n双方约定')
})

test('an agreement in each language has no gaps', async () => {
  for (const language of speaker.languages) {
    const file = await made(agreement, language)
    expect(words(file)).not.toMatch(/undefined|\{\{|paper:|\{(?!number\})/)
    expect(file.name).toContain('2026001')
  }
  expect(words(await made(agreement, 'en'))).toContain('To be done by: 乙方, no later than December 10, 2026')
})

test('a code\'s picture says exactly the address, light round it, dark on light', async () => {
  const file = await made({ paper: 'qr', code: 'CASE-ABCDEFGHJKLMN' })
  expect([file.name, file.mime]).toEqual(['二维码.png', 'image/png'])
  const wanted = QRCode.create('https://office.example/chat?start=CASE-ABCDEFGHJKLMN', { errorCorrectionLevel: 'M' }).modules
  const { data, info } = await sharp(file.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  const step = info.width / (wanted.size + 8)
  const dark = (row: number, column: number): number => ((data[Math.floor((row + 4.5) * step) * info.width * info.channels + Math.floor((column + 4.5) * step) * info.channels] ?? 255) < 128 ? 1 : 0)
  const read = Array.from({ length: wanted.size ** 2 }, (_, n) => dark(Math.floor(n / wanted.size), n % wanted.size))
  expect(read).toEqual([...wanted.data].map(Number))
  expect(await qrDrawing('https://office.example')).toMatch(/^<svg[^>]*viewBox/)
})

test('what is kept about somebody is plain text that opens anywhere', async () => {
  const file = await made({ paper: 'data', at, sections: [{ title: { say: '您的案件' }, lines: [{ say: '2026001：漏水\n第二行' }, { say: '=1+1' }] }] })
  expect([...file.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(text(file)).toBe('\uFEFF我们保存的关于您的资料（2026年11月23日 09:30）\r\n\r\n【您的案件】\r\n2026001：漏水\r\n第二行\r\n=1+1\r\n')
  expect([file.name, file.mime]).toEqual(['我的资料.txt', 'text/plain'])
})
