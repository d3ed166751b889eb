import { expect, test } from 'vitest'
import { contentType, shownName } from '../src/content.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['\xff\xd8\xff\xe0', 'x.jpg', '', 'picture', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'x.html', 'text/html', 'picture', 'image/png'],
  ['RIFF\x10\0\0\0WEBPVP8 ', '', '', 'picture', 'image/webp'],
  ['\0\0\0\x18ftypheic', '', '', 'picture', 'image/heic'],
  ['\0\0\0\x18ftypM4A ', '', '', 'voice', 'audio/mp4'],
  ['\0\0\0\x18ftypisom', '', 'audio/mp4', 'voice', 'audio/mp4'],
  ['\0\0\0\x18ftypisom', '', 'video/mp4', 'video', 'video/mp4'],
  ['\x1aE\xdf\xa3', '', 'audio/webm', 'voice', 'audio/webm'],
  ['#!AMR\n', '', '', 'voice', 'audio/amr'],
  ['%PDF-1.7', 'x.exe', '', 'document', 'application/pdf'],
  ['PK\x03\x04', '合同.docx', '', 'document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['PK\x03\x04', 'x.jar', '', 'document', 'application/zip'],
])('%j is told from its bytes', (text, name, told, kind, mime) => {
  expect(contentType(bytes(text), name, told)).toEqual({ kind, mime })
})

test('plain words are taken, in either encoding', () => {
  expect(contentType(Buffer.from('楼上漏水'.repeat(80)), 'x.txt', '')?.mime).toBe('text/plain')
  expect(contentType(Buffer.from([0xc2, 0xa5, 0xc9, 0xcf]), 'x.txt', '')?.mime).toBe('text/plain')
})

test.each(['', '<html>', '\xef\xbb\xbf <script>', '#!/bin/sh\n', 'MZ\x90\0\x03', '\x7fELF\x02', 'abc\0def'])('%j is not taken', (text) => {
  expect(contentType(bytes(text), 'x.txt', 'text/plain')).toBeNull()
})

test.each([
  ['../../etc/passwd', 'passwd'], ['C:\\fakepath\\墙.png', '墙.png'], ['cv\u202Efdp.exe', 'cvfdp.exe'], ['\u200Ba\u0007b.pdf', 'ab.pdf'], [`${'长'.repeat(200)}.pdf`, `${'长'.repeat(116)}.pdf`], ['', ''],
])('the name of a file, %j, is shown as %j', (name, shown) => {
  expect(shownName(name)).toBe(shown)
})
