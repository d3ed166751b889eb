import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/** A wire to a database that can be cut: a TCP proxy on loopback. While it is cut, open connections break and new ones are refused. */
export type Cut = { url: string; cut(): Promise<void>; mend(): Promise<void>; stop(): Promise<void> }

export async function startCut(databaseUrl: string): Promise<Cut> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo

  async function cut(): Promise<void> {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    sockets.forEach((each) => each.destroy())
    await closed
  }

  return { url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href, cut, mend: () => listen(port), stop: cut }
}
