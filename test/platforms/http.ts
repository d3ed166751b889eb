// Owns the HTTP both fake platforms speak: a loopback server, reading bodies, answering JSON, posting webhooks.
import { Agent as HttpAgent, createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Json = Record<string, unknown>

export interface LoopbackServer {
  /** "http://127.0.0.1:<port>", no slash at the end. */
  readonly url: string
  /** Stops listening and cuts every connection, hanging ones too. */
  stop(): Promise<void>
}

/** Listens on 127.0.0.1; port 0 picks a free one. A handler that throws answers 500 with the error's text. */
export async function openServer(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
  port: number,
): Promise<LoopbackServer> {
  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      if (res.headersSent || res.destroyed) return
      answerJson(res, 500, { fake_platform_error: error instanceof Error ? error.stack : String(error) })
    })
  })
  // Clients keep connections open; closing them first would look like failures nobody ordered.
  server.keepAliveTimeout = 120_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    stop: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** The whole body; undefined when it is longer than `bytesMax` (the rest is read and dropped). */
export function readBody(req: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= bytesMax) chunks.push(chunk)
    })
    req.on('end', () => resolve(size > bytesMax ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    req.on('error', reject)
  })
}

export function answerJson(res: ServerResponse, status: number, body: unknown, headers: OutgoingHttpHeaders = {}): void {
  const bytes = Buffer.from(JSON.stringify(body))
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
  res.end(bytes)
}

export function answerBytes(res: ServerResponse, status: number, mime: string, bytes: Uint8Array): void {
  res.writeHead(status, { 'content-type': mime, 'content-length': bytes.length })
  res.end(bytes)
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Milliseconds from sending to the end of the answer. */
  readonly ms: number
}

export interface Poster {
  /** Posts bytes; rejects when the connection fails or no answer came within `timeoutMs`. */
  post(url: string, body: Buffer, headers: OutgoingHttpHeaders, timeoutMs: number): Promise<Answer>
  close(): void
}

export function createPoster(): Poster {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 1000 })
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 1000, rejectUnauthorized: false })

  function post(url: string, body: Buffer, headers: OutgoingHttpHeaders, timeoutMs: number): Promise<Answer> {
    const started = performance.now()
    const secure = url.startsWith('https:')
    return new Promise((resolve, reject) => {
      const send = secure ? httpsRequest : httpRequest
      const req = send(url, {
        method: 'POST',
        agent: secure ? https : http,
        headers: { 'content-length': body.length, ...headers },
      }, (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          clearTimeout(timer)
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            ms: performance.now() - started,
          })
        })
      })
      const timer = setTimeout(() => req.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
      req.on('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
      req.end(body)
    })
  }

  return {
    post,
    close() {
      http.destroy()
      https.destroy()
    },
  }
}
