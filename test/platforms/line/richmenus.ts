// Owns rich menus: made, given a picture, set for everyone or for one person, and named by aliases.
import { randomToken } from './chats.ts'
import type { Chat, Chats } from './chats.ts'
import type { LineAnswer } from './sending.ts'
import type { LineRichMenu } from './types.ts'
import type { Json } from '../http.ts'

const imageBytesMax = 1024 * 1024
const notFound: LineAnswer = { status: 404, body: { message: 'Not found' } }
const fine: LineAnswer = { status: 200, body: {} }

export interface RichMenus {
  readonly menus: Map<string, LineRichMenu>
  defaultId(): string | undefined
  /** What a person sees at the bottom of the chat. */
  of(chat: Chat): LineRichMenu | undefined
  alias(id: string): string | undefined
  create(menu: Json): LineAnswer
  upload(id: string, mime: string, bytes: Buffer): LineAnswer
  list(): LineAnswer
  get(id: string): LineAnswer
  remove(id: string): LineAnswer
  setDefault(id: string): LineAnswer
  getDefault(): LineAnswer
  clearDefault(): LineAnswer
  link(userIds: readonly string[], menuId: string): LineAnswer
  unlink(userIds: readonly string[]): LineAnswer
  linkedTo(userId: string): LineAnswer
  setAlias(aliasId: string, menuId: string, isNew: boolean): LineAnswer
  getAlias(aliasId: string): LineAnswer
  listAliases(): LineAnswer
  removeAlias(aliasId: string): LineAnswer
}

export function createRichMenus(chats: Chats): RichMenus {
  const menus = new Map<string, LineRichMenu>()
  const aliases = new Map<string, string>()
  let defaultId: string | undefined

  /** A menu can be shown only once it has its picture. */
  function usable(id: string): LineAnswer | undefined {
    const menu = menus.get(id)
    if (menu === undefined) return notFound
    return menu.image === undefined ? { status: 400, body: { message: 'must upload richmenu image before applying it to user' } } : undefined
  }

  function wire(menu: LineRichMenu): Json {
    return { richMenuId: menu.id, ...menu.menu }
  }

  function link(userIds: readonly string[], menuId: string): LineAnswer {
    const problem = usable(menuId)
    if (problem !== undefined) return problem
    for (const id of userIds) chats.chat(id).richMenuId = menuId
    return fine
  }

  return {
    menus,
    defaultId: () => defaultId,
    of: (chat) => menus.get(chat.richMenuId ?? defaultId ?? ''),
    alias: (id) => aliases.get(id),
    create(menu) {
      if (menus.size >= 1000) return { status: 400, body: { message: 'The number of rich menus exceeds the limit' } }
      const id = `richmenu-${randomToken()}`
      menus.set(id, { id, menu, image: undefined })
      return { status: 200, body: { richMenuId: id } }
    },
    upload(id, mime, bytes) {
      const menu = menus.get(id)
      if (menu === undefined) return notFound
      if (menu.image !== undefined) return { status: 400, body: { message: 'An image has already been uploaded to the richmenu' } }
      if (bytes.length > imageBytesMax) return { status: 413, body: { message: 'The image must not be larger than 1 MB' } }
      const size = imageSize(mime, bytes)
      if (size === undefined) return { status: 400, body: { message: 'The image must be a JPEG or PNG of the content type given' } }
      const wanted = menu.menu['size'] as { width: number; height: number }
      if (size.width !== wanted.width || size.height !== wanted.height) {
        return { status: 400, body: { message: `The image is ${size.width}x${size.height}, the rich menu ${wanted.width}x${wanted.height}` } }
      }
      menus.set(id, { ...menu, image: { mime, bytes } })
      return fine
    },
    list: () => ({ status: 200, body: { richmenus: [...menus.values()].map(wire) } }),
    get(id) {
      const menu = menus.get(id)
      return menu === undefined ? notFound : { status: 200, body: wire(menu) }
    },
    remove(id) {
      if (!menus.delete(id)) return notFound
      if (defaultId === id) defaultId = undefined
      return fine
    },
    setDefault(id) {
      const problem = usable(id)
      if (problem === undefined) defaultId = id
      return problem ?? fine
    },
    getDefault: () => (defaultId === undefined
      ? { status: 404, body: { message: 'no default richmenu' } } : { status: 200, body: { richMenuId: defaultId } }),
    clearDefault() {
      defaultId = undefined
      return fine
    },
    link,
    unlink(userIds) {
      for (const id of userIds) chats.chat(id).richMenuId = undefined
      return fine
    },
    linkedTo(userId) {
      const id = chats.find(userId)?.richMenuId
      return id === undefined ? { status: 404, body: { message: 'the user has no richmenu' } } : { status: 200, body: { richMenuId: id } }
    },
    setAlias(aliasId, menuId, isNew) {
      if (!menus.has(menuId)) return { status: 400, body: { message: 'richmenu not found' } }
      if (isNew === aliases.has(aliasId)) {
        return isNew ? { status: 400, body: { message: 'conflict richmenu alias id' } } : { status: 404, body: { message: 'richmenu alias not found' } }
      }
      aliases.set(aliasId, menuId)
      return fine
    },
    getAlias(aliasId) {
      const richMenuId = aliases.get(aliasId)
      return richMenuId === undefined ? { status: 404, body: { message: 'richmenu alias not found' } }
        : { status: 200, body: { richMenuAliasId: aliasId, richMenuId } }
    },
    listAliases: () => ({ status: 200, body: { aliases: [...aliases].map(([richMenuAliasId, richMenuId]) => ({ richMenuAliasId, richMenuId })) } }),
    removeAlias: (aliasId) => (aliases.delete(aliasId) ? fine : { status: 404, body: { message: 'richmenu alias not found' } }),
  }
}

/** Width and height from the file itself; undefined when it is not what its type says. */
function imageSize(mime: string, bytes: Buffer): { width: number; height: number } | undefined {
  if (mime === 'image/png' && bytes.subarray(1, 4).toString('latin1') === 'PNG') {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  }
  if (mime !== 'image/jpeg' || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes[at + 1] ?? 0
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
