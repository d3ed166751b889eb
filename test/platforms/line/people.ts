// Owns the people of the fake LINE: friends and strangers, blocking, rich menus, and the groups they sit in.
import type { Json } from '../http.ts'
import { createActs } from './acts.ts'
import type { Chat, Chats } from './chats.ts'
import type { RichMenus } from './richmenus.ts'
import type { LineActs, LineEvent, LinePerson, LineUser } from './types.ts'

export interface PeopleContext {
  readonly chats: Chats
  readonly richMenus: RichMenus
  readonly transcodingPolls: number
  readonly now: () => number
  /** Makes an event from its content and source, sends it, and waits for its acknowledgement. */
  send(content: Json, source: Json, chatId: string, replyable: boolean): Promise<LineEvent>
  redeliver(event: LineEvent): Promise<void>
}

export function createPeople(context: PeopleContext): (person?: LinePerson) => LineUser {
  const known = new Map<string, LineUser>()
  let made = 0

  return (person = {}) => {
    made += person.userId === undefined ? 1 : 0
    const userId = person.userId ?? `U${made.toString(16).padStart(32, '0')}`
    if (!/^U[0-9a-f]{32}$/.test(userId)) throw new Error(`a LINE user id is "U" and 32 hexadecimal digits, not ${userId}`)
    const user = known.get(userId) ?? makeUser(context, userId, person)
    known.set(userId, user)
    return user
  }
}

function makeUser(context: PeopleContext, userId: string, person: LinePerson): LineUser {
  const { chats, richMenus } = context
  const chat = chats.chat(userId)
  chat.person = person
  const source = { type: 'user', userId }
  const { acts, perform } = createActs({
    chats, chat, transcodingPolls: context.transcodingPolls,
    send: (content, replyable) => context.send(content, source, userId, replyable),
    begin() {
      if (chat.state === 'blocked') throw new Error('this person has blocked the account and cannot write')
      chat.state = 'friend'
    },
  })

  async function tapsMenu(wanted: string | RegExp): Promise<LineEvent> {
    const areas = (richMenus.of(chat)?.menu['areas'] ?? []) as { action: Json }[]
    const names = (action: Json): string[] => ['label', 'text', 'displayText', 'data', 'richMenuAliasId'].map((field) => String(action[field] ?? ''))
    const area = areas.find(({ action }) => names(action).some((name) => (typeof wanted === 'string' ? name === wanted : wanted.test(name))))
    if (area === undefined) throw new Error(`no area ${String(wanted)} in the rich menu; it has: ${areas.map(({ action }) => names(action).join('/')).join(' | ')}`)
    const { action } = area
    if (action['type'] !== 'richmenuswitch') return perform(action, String(wanted))
    const alias = String(action['richMenuAliasId'])
    const menu = richMenus.alias(alias)
    if (menu !== undefined) chat.richMenuId = menu
    const params = { newRichMenuAliasId: alias, status: menu === undefined ? 'RICHMENU_ALIAS_ID_NOTFOUND' : 'SUCCESS' }
    return context.send({ type: 'postback', postback: { data: action['data'], params } }, source, userId, true)
  }

  const own: Omit<LineUser, keyof LineActs> = {
    userId,
    person,
    get loadingUntil() {
      return chat.loadingUntil !== undefined && chat.loadingUntil > context.now() ? chat.loadingUntil : undefined
    },
    get richMenu() { return richMenus.of(chat) },
    tapsMenu,
    follow() {
      const isUnblocked = chat.state === 'blocked'
      chat.state = 'friend'
      return context.send({ type: 'follow', follow: { isUnblocked } }, source, userId, true)
    },
    unfollow() {
      chat.state = 'blocked'
      return context.send({ type: 'unfollow' }, source, userId, false)
    },
    redeliver: context.redeliver,
    inGroup: (groupId) => inGroup(context, userId, groupId),
  }
  // Getters must stay live, so properties are moved as they are defined and not read.
  return Object.defineProperties(acts, Object.getOwnPropertyDescriptors(own)) as LineUser
}

function inGroup(context: PeopleContext, userId: string, groupId: string): ReturnType<LineUser['inGroup']> {
  if (!/^C[0-9a-f]{32}$/.test(groupId)) throw new Error(`a LINE group id is "C" and 32 hexadecimal digits, not ${groupId}`)
  const { chats } = context
  const chat: Chat = chats.chat(groupId)
  chat.members.add(userId)
  const send = (content: Json, replyable: boolean): Promise<LineEvent> =>
    context.send(content, { type: 'group', groupId, userId }, groupId, replyable)
  const { acts } = createActs({
    chats, chat, transcodingPolls: context.transcodingPolls, send,
    begin() {
      if (chat.state === 'stranger') chat.state = 'friend'
    },
  })
  return Object.assign(acts, {
    invitesBot(): Promise<LineEvent> {
      chat.state = 'friend'
      return context.send({ type: 'join' }, { type: 'group', groupId }, groupId, true)
    },
    removesBot(): Promise<LineEvent> {
      chat.state = 'blocked'
      return context.send({ type: 'leave' }, { type: 'group', groupId }, groupId, false)
    },
  })
}
