import { openHttp } from '../http.ts'
import type { Answer, CallOptions, Http } from '../http.ts'

/**
 * The one way out to LINE. Requests have the shapes of LINE's SDK; they travel over our own connections because the
 * SDK's calls know no time limit and cost five times the CPU (see http.ts). Throws when there was no answer in time.
 */
export type LineGateway = {
  get(path: string, options?: CallOptions): Promise<Answer>
  post(path: string, body: object, options?: CallOptions): Promise<Answer>
  put(path: string, body: object, options?: CallOptions): Promise<Answer>
  /** Contents of messages lie on a host of their own. */
  content: { get(path: string, options?: CallOptions): Promise<Answer>; bytes: Http['bytes'] }
  close(): Promise<void>
}

export function lineGateway(options: { accessToken: string; apiRoot: string; dataApiRoot: string }): LineGateway {
  const api = openHttp(options.apiRoot)
  const data = openHttp(options.dataApiRoot, 16)
  const authorization = `Bearer ${options.accessToken}`
  const bare = (more: CallOptions = {}): CallOptions => ({ ...more, headers: { authorization, ...more.headers } })
  const json = (body: object, more: CallOptions = {}): CallOptions =>
    ({ ...more, headers: { authorization, 'content-type': 'application/json', ...more.headers }, body: JSON.stringify(body) })
  return {
    get: (path, more) => api.call('GET', path, bare(more)),
    post: (path, body, more) => api.call('POST', path, json(body, more)),
    put: (path, body, more) => api.call('PUT', path, json(body, more)),
    content: {
      get: (path, more) => data.call('GET', path, bare(more)),
      bytes: (path, more) => data.bytes(path, { ...bare(more), bytesMax: more.bytesMax }),
    },
    async close() {
      await Promise.all([api.close(), data.close()])
    },
  }
}

/** The answer's JSON object; an empty one when it is something else. */
export function bodyOf(answer: Answer): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(answer.text)
    return typeof read === 'object' && read !== null ? read as Record<string, unknown> : {}
  } catch {
    return {}
  }
}
