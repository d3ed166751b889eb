// Owns the people of the fake Telegram: their private chat, blocking, and the groups they sit in.
import type { Json } from '../http.ts'
import { createActs } from './acts.ts'
import type { Chat, Chats } from './chats.ts'
import type { TelegramPerson, TelegramUpdate, TelegramUser } from './types.ts'

export interface PeopleContext {
  readonly chats: Chats
  readonly bot: Json
  readonly username: string
  readonly privacyMode: boolean
  readonly now: () => number
  send(content: Json, lane: string): Promise<TelegramUpdate>
  noteTap(userId: number, data: string): string
  toasts(userId: number): readonly string[]
}

export function createPeople(context: PeopleContext): (person: TelegramPerson) => TelegramUser {
  const { chats, send } = context
  const known = new Map<number, TelegramUser>()

  return (person) => {
    const user = known.get(person.id) ?? makeUser(person)
    known.set(person.id, user)
    return user
  }

  function makeUser(person: TelegramPerson): TelegramUser {
    const { id, first_name: firstName = `User${person.id}`, ...names } = person
    const sender: Json = { id, is_bot: false, first_name: firstName, ...names }
    const { language_code: _language, ...chatNames } = names
    const chat = chats.chat(id, { id, type: 'private', first_name: firstName, ...chatNames })
    const acts = createActs({
      chats, sender, chat, send,
      noteTap: (data) => context.noteTap(id, data),
      begin() {
        if (chat.state === 'blocked') throw new Error(`person ${id} has blocked the bot and cannot write`)
        chat.state = 'open'
      },
      reaches: () => true,
    })

    function member(status: 'kicked' | 'member'): Promise<TelegramUpdate> {
      chat.state = status === 'kicked' ? 'blocked' : 'open'
      return send(memberUpdate(context, chat, sender, status === 'kicked' ? 'member' : 'kicked', status), `chat ${id}`)
    }

    const own: Omit<TelegramUser, keyof typeof acts> = {
      id,
      person,
      get toasts() { return context.toasts(id) },
      get action() { return chat.action },
      blocks: () => member('kicked'),
      unblocks: () => member('member'),
      inGroup: (groupId, title) => inGroup(context, sender, groupId, title),
    }
    // Getters must stay live, so properties are moved as they are defined and not read.
    return Object.defineProperties(acts, Object.getOwnPropertyDescriptors(own)) as TelegramUser
  }
}

function inGroup(context: PeopleContext, sender: Json, groupId: number, title = `Group ${-groupId}`): ReturnType<TelegramUser['inGroup']> {
  const { chats, send } = context
  const chat = chats.chat(groupId, { id: groupId, type: 'supergroup', title })
  const acts = createActs({
    chats, sender, chat, send,
    noteTap: (data) => context.noteTap(Number(sender['id']), data),
    begin() {
      if (chat.state === 'unknown') chat.state = 'open'
    },
    reaches: (text) => chat.state !== 'left' && (!context.privacyMode || text.startsWith('/') || text.includes(`@${context.username}`)),
  })

  async function addsBot(): Promise<TelegramUpdate> {
    chat.state = 'open'
    const update = await send(memberUpdate(context, chat, sender, 'left', 'member'), `chat ${groupId}`)
    const service = chats.add(chat, { from: 'user', sender, kind: 'new_chat_members', fields: { new_chat_members: [plainBot(context.bot)] } })
    await send({ message: service.raw }, `chat ${groupId}`)
    return update
  }

  function removesBot(): Promise<TelegramUpdate> {
    chat.state = 'left'
    return send(memberUpdate(context, chat, sender, 'member', 'left'), `chat ${groupId}`)
  }

  return Object.assign(acts, { addsBot, removesBot })
}

function memberUpdate(context: PeopleContext, chat: Chat, from: Json, before: string, after: string): Json {
  const user = plainBot(context.bot)
  const status = (name: string): Json => ({ user, status: name, ...(name === 'kicked' ? { until_date: 0 } : {}) })
  return {
    my_chat_member: {
      chat: chat.wire, from, date: Math.floor(context.now() / 1000), old_chat_member: status(before), new_chat_member: status(after),
    },
  }
}

/** The bot as others see it; getMe tells more. */
function plainBot(bot: Json): Json {
  return { id: bot['id'], is_bot: true, first_name: bot['first_name'], username: bot['username'] }
}
