// Owns a bot that only listens: what tests of the fakes themselves put at the other end of a webhook.
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ListeningBot {
  readonly url: string
  readonly received: { readonly headers: IncomingHttpHeaders; readonly raw: Buffer }[]
  /** Statuses of the next answers; 200 once empty. */
  readonly statuses: number[]
  /** Bodies of the next good answers; empty once empty. */
  readonly replies: string[]
  stop(): void
}

export async function startListeningBot(): Promise<ListeningBot> {
  const received: ListeningBot['received'] = []
  const statuses: number[] = []
  const replies: string[] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const status = statuses.shift() ?? 200
      received.push({ headers: req.headers, raw: Buffer.concat(chunks) })
      res.writeHead(status, { 'content-type': 'application/json' }).end(status === 200 ? replies.shift() ?? '' : '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, statuses, replies,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
