import { randomUUID } from 'node:crypto'
import { leaseMs, type Delivery } from '../delivery/delivery.ts'
import { replaceable } from '../dialogue/press.ts'
import type { House, Known, TalkAsk, TalkEffect, TalkTurn } from '../dialogue/state.ts'
import { firstState, talk } from '../dialogue/talk.ts'
import type { Message } from '../dialogue/message.ts'
import type { Incoming } from '../events.ts'
import { idFrom } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Database } from '../store/database.ts'
import { keepForLater, storeGroup, storeIgnored } from '../store/inbounds.ts'
import { bringIn, commitTalks, lastStates, newTalk, readTalks, type Caller, type Found, type Newcomer, type NextTalk, type OwedReply, type Remembered, type Talk } from '../store/talks.ts'
import type { Speaker } from '../words/words.ts'
import type { Deed, Deeds } from './deeds.ts'
import type { Groups } from './groups.ts'
import { gather, type Waiting } from './gather.ts'

/**
 * The turn of everything that comes from outside. Resolves once the update is safely stored: dealt with, or kept with
 * its error for another try. Rejects when it could not be stored, so that the platform brings it again.
 */
export type Talks = { take(incoming: readonly Incoming[]): Promise<void>; idle(): Promise<void> }

export type TalkParts = { db: Database; house: House; speaker: Speaker; delivery: Delivery; deeds: Deeds; log: Log; clock(): number; lookUp(ask: TalkAsk, talk: Talk): Promise<Known>; courtesy: Courtesy; groups: Groups }

/** Small things a channel can do beside messages. Nothing depends on them; they never throw. */
export type Courtesy = { working(chat: Caller): void; /** Also of somebody new, whose language is a guess. */ languageChosen(chat: Caller, language: string): void }

type Slow = Waiting<Incoming> & { singly: boolean }

const roundsAtOnce = 2
const batchMost = 64
/** Filings draw their numbers from one row: a second batch would only wait for it, and hold a connection meanwhile. */
const filingsAtOnce = 1
/** A transaction costs ten times a turn, whether one files in it or ten. */
const filingsRestMs = 40
/** Each may hold a connection of the sixteen, or wait for others who file. */
const slowAtOnce = 64
const triesMax = 6
const asksMax = 4
/** Some kilobytes each. */
const lastStatesMost = 1000
/** What takes longer than this shows that we are at it. */
const slowMs = 300

export function talkTurns(parts: TalkParts): Talks {
  const { db, house, delivery, deeds, log } = parts
  const last = lastStates(lastStatesMost)
  const gathered = gather<Incoming>({ keyOf: (incoming) => `${incoming.channel}:${incoming.user}`, idOf: (incoming) => `${incoming.channel}:${incoming.updateId}`, rounds: roundsAtOnce, most: batchMost, work })
  const filed = gather<Deed>({ keyOf: (deed) => deed.next.talk.person.id, idOf: (deed) => `${deed.incoming.channel}:${deed.incoming.updateId}`, rounds: filingsAtOnce, most: batchMost, restMs: filingsRestMs, work: fileAll })

  const slowly = gather<Slow>({ keyOf: ({ key }) => key, idOf: ({ item }) => `${item.channel}:${item.updateId}`, rounds: slowAtOnce, most: 1, many: 1, work: async (batch) => { for (const one of batch) await settle(one, alone(one.item.item, one.item.singly)) } })

  async function work(batch: Waiting<Incoming>[]): Promise<void> {
    const outside = batch.filter(({ item }) => item.body.kind === 'unknown' || item.body.kind === 'group')
    const people = batch.filter((each) => !outside.includes(each))
    await Promise.all([...outside.map((each) => settle(each, aside(each.item))), people.length > 0 ? round(people) : undefined])
  }

  async function settle(waiting: Pick<Waiting<unknown>, 'done' | 'failed'>, work: Promise<void>): Promise<void> {
    await work.then(waiting.done, waiting.failed)
  }

  /** What has no talk of its own: things nobody can read, and words in a group. */
  async function aside(incoming: Incoming): Promise<void> {
    if (incoming.body.kind === 'unknown') return storeIgnored(db, incoming, parts.clock())
    if (incoming.body.kind === 'group' && incoming.body.says) {
      await parts.groups.take(incoming, incoming.body.says)
      return delivery.wake()
    }
    const turn = talk({ state: firstState, event: incoming, person: nobody, house, known: {}, now: parts.clock() })
    if (!('ask' in turn) && turn.replies[0]) await storeGroup(db, incoming, idFrom(incoming.seed, 'address'), turn.replies[0], parts.clock())
    delivery.wake()
  }

  /** One read, pure decisions, one commit for all. Turns that need more than that follow one by one. */
  async function round(batch: Waiting<Incoming>[]): Promise<void> {
    const incoming = batch.map((each) => each.item)
    const read = meet(incoming, await readTalks(db, incoming, last))
    const byChat = new Map<string, { waiting: Waiting<Incoming>[]; talk: Talk }>()
    const quick: { chat: { waiting: Waiting<Incoming>[] }; next: NextTalk }[] = []
    const filing: { chat: { waiting: Waiting<Incoming>[] }; deed: Deed }[] = []
    const slow: Waiting<Incoming>[] = []
    const ids = new Set<string>()
    batch.forEach((waiting, n) => {
      const found = read[n]
      const id = `${waiting.item.channel}:${waiting.item.updateId}`
      if (found?.seen) waiting.done()
      // Somebody whose talk cannot be opened, or the same update twice in one breath: each by itself.
      else if (!found?.talk || ids.has(id)) slow.push(waiting)
      else {
        const chat = byChat.get(waiting.key) ?? { waiting: [], talk: found.talk }
        chat.waiting.push(waiting)
        byChat.set(waiting.key, chat)
      }
      ids.add(id)
    })
    const taken = new Set<string>()
    for (const chat of byChat.values()) {
      // One person in two chats at once: the second chat's turn is read anew after the first.
      const decided = taken.has(chat.talk.person.id) ? null : decideQuick(chat.waiting.map((each) => each.item), chat.talk)
      taken.add(chat.talk.person.id)
      if (decided?.deed) filing.push({ chat, deed: decided.deed })
      else if (decided) quick.push({ chat, next: decided.next })
      else slow.push(...chat.waiting)
    }
    if (quick.length > 0) {
      // What one of them cannot have stored is no reason to turn the others away.
      const stored = await commitTalks(db, quick.map((each) => each.next), parts.clock(), leaseMs, last).catch(() => null)
      for (const { chat, next } of quick) {
        if (!stored?.moved.has(next.talk.person.id)) slow.push(...chat.waiting)
        else {
          chat.waiting.forEach((each) => each.done())
          send(next, stored.owed)
        }
      }
    }
    // What takes longer is waited for by its own chat, and the platform's answer by what came of it; by nobody else.
    for (const { chat, deed } of filing) {
      void filed.take(deed).then(() => chat.waiting.forEach((each) => each.done()), () => chat.waiting.forEach((each) => later(each, true)))
    }
    for (const each of slow.sort((a, b) => batch.indexOf(a) - batch.indexOf(b))) later(each, false)
  }

  function later(waiting: Waiting<Incoming>, singly: boolean): void {
    slowly.take({ ...waiting, singly }).then(waiting.done, waiting.failed)
  }

  /** Whoever spoke for the first time; the same person for all that comes from one chat in one breath. */
  function meet(incoming: readonly Incoming[], read: readonly Found[]): Found[] {
    const met = new Map<string, Talk>()
    return read.map((found, n) => {
      const one = incoming[n]
      if (!one || !isStranger(found)) return found
      const chat = `${one.channel}:${one.user}`
      const talk = met.get(chat) ?? newTalk(newcomer(one))
      met.set(chat, talk)
      return { talk, seen: false }
    })
  }

  function newcomer({ channel, user, languageHint }: Incoming): Newcomer {
    return { personId: randomUUID(), addressId: randomUUID(), channel, user, language: parts.speaker.nearest(languageHint) }
  }

  /** Those who file at the same moment share one transaction; when that cannot be, each is turned by itself. */
  async function fileAll(batch: Waiting<Deed>[]): Promise<void> {
    const done = await deeds.carryOut(batch.map((each) => each.item), parts.clock())
    if (!done) throw new Error('a talk has moved')
    done.forEach(({ next, owed }) => send(next, owed))
    batch.forEach((each) => each.done())
  }

  /** The next state after all of a chat's updates, or null when one of them needs more than the quick way gives. */
  function decideQuick(incoming: Incoming[], talkNow: Talk): { next: NextTalk; deed: Deed | null } | null {
    try {
      let current = talkNow
      let file: TalkEffect | null = null
      let remember: Remembered = {}
      let replies: OwedReply[] = []
      for (const event of incoming) {
        if (event.body.kind === 'blocked' || event.body.kind === 'unblocked' || talkNow.addressState !== 'live') return null
        const turn = talk({ state: current.state ?? firstState, event, person: current.person, house, known: {}, now: parts.clock() })
        if ('ask' in turn) return null
        if (file) return null
        for (const effect of turn.effects) {
          if (effect.do === 'file') file = effect
          else if (effect.do !== 'remember') return null
          if (effect.do !== 'remember') continue
          const { do: _, ...facts } = effect
          remember = { ...remember, ...facts }
        }
        current = { ...current, state: turn.state, person: { ...current.person, ...withoutUndefined(remember) } }
        // Several updates of one chat in one round: the last answer counts, said once. Silence takes none back.
        if (turn.replies.length > 0) replies = repliesOf(turn, event)
      }
      // A case hangs on its person, who must stand there first.
      if (file && talkNow.newcomer) return null
      const next: NextTalk = { talk: { ...talkNow, person: current.person }, state: current.state ?? firstState, updates: incoming, remember, replies }
      const last = incoming.at(-1)
      return { next, deed: file && last ? { incoming: last, next, effects: [file] } : null }
    } catch {
      // The slow way meets the same fault and keeps the update with it.
      return null
    }
  }

  /** One update by itself: with whatever must be looked up, and whatever else must be stored with it. `singly`: filed apart from others, with whom it could not be. */
  async function alone(incoming: Incoming, singly: boolean): Promise<void> {
    const slow = setTimeout(() => parts.courtesy.working(incoming), slowMs)
    try {
      for (let tries = 0; tries < triesMax; tries++) {
        if (await attempt(incoming, singly)) return
      }
      throw new Error('the talk kept moving')
    } catch (error) {
      log.error({ error, channel: incoming.channel }, 'an update could not be dealt with and is kept')
      const kept = await keepForLater(db, incoming, error, sorry, parts.clock())
      if (kept === 'failed') log.error({ channel: incoming.channel }, 'a kept update has failed too often; it stays stored')
      delivery.wake()
    } finally {
      clearTimeout(slow)
    }
  }

  async function attempt(incoming: Incoming, singly: boolean): Promise<boolean> {
    const found = await readOne(incoming)
    if (found?.seen) return true
    if (!found?.talk) throw found?.fault ?? new Error('the talk could not be opened')
    const turn = await decide(incoming, found.talk)
    const effects = found.talk.addressState !== 'live' && incoming.body.kind !== 'blocked' ? [...turn.effects, { do: 'address', state: 'live' } as const] : turn.effects
    const remember = Object.assign({}, ...effects.filter((effect) => effect.do === 'remember').map(({ do: _, ...facts }) => facts)) as Remembered
    const next: NextTalk = { talk: found.talk, state: turn.state, updates: [incoming], remember, replies: repliesOf(turn, incoming) }
    const deed: Deed = { incoming, next, effects }
    // What had to be looked up first is filed together with the others all the same.
    if (!singly && effects.some((effect) => effect.do === 'file') && effects.every((effect) => effect.do === 'file' || effect.do === 'remember') && await filed.take(deed).then(() => true, () => false)) return true
    const done = await deeds.carryOut([deed], parts.clock())
    done?.forEach((each) => send(each.next, each.owed))
    return done !== null
  }

  /** Everybody has the menu of the usual language anyway. */
  function guessed(chat: Caller, language: string): void {
    if (language !== parts.speaker.nearest(undefined)) parts.courtesy.languageChosen(chat, language)
  }

  async function readOne(incoming: Incoming): Promise<Found | undefined> {
    const [found] = await readTalks(db, [incoming], last)
    if (!found || !isStranger(found)) return found
    const met = newcomer(incoming)
    await bringIn(db, met)
    guessed(incoming, met.language)
    return (await readTalks(db, [incoming], last))[0]
  }

  async function decide(incoming: Incoming, found: Talk): Promise<TalkTurn> {
    let known: Known = {}
    for (let asks = 0; asks < asksMax; asks++) {
      const turn = talk({ state: found.state ?? firstState, event: incoming, person: found.person, house, known, now: parts.clock() })
      if (!('ask' in turn)) return turn
      known = { ...known, ...await parts.lookUp(turn, found) }
    }
    throw new Error('a turn kept asking')
  }

  function send(next: NextTalk, owed: ReadonlyMap<string, string>): void {
    const [first] = next.updates
    if (first && next.remember.language) parts.courtesy.languageChosen(first, next.remember.language)
    else if (first && next.talk.newcomer) guessed(first, next.talk.person.language)
    delivery.now(next.replies.flatMap(({ reply, retryKey, edits, token }) => {
      const id = owed.get(retryKey)
      const { slot, wait, ...message } = reply
      const { talk: { addressId, person }, updates } = next
      const chat = updates[0]
      return id === undefined || !chat ? [] : [{
        id, personId: person.id, addressId, channel: chat.channel, user: chat.user, language: next.remember.language ?? person.language, message, edits, token, retryKey,
        slot: slot ?? null, tries: 0, since: parts.clock(), ...(wait === undefined ? {} : { wait }),
      }]
    }))
  }

  return {
    take: async (incoming) => { await Promise.all(incoming.map((each) => gathered.take(each))) },
    idle: async () => { await gathered.idle(); await slowly.idle(); await filed.idle() },
  }
}

/** A tap on a step's own button may be answered in place of that step; other answers come below. */
export function repliesOf(turn: TalkTurn, incoming: Incoming): OwedReply[] {
  const { body } = incoming
  return turn.replies.map((reply, n) => {
    const source = n === 0 && body.kind === 'press' && body.source !== undefined && reply.as !== 'note' && reply.fresh !== true && replaceable(body.press) ? body.source : null
    return { reply, retryKey: randomUUID(), edits: source, token: n === 0 ? incoming.reply ?? null : null }
  })
}

function isStranger({ talk, seen, fault }: Found): boolean {
  return !talk && !seen && fault === undefined
}

function withoutUndefined(remember: Remembered): Remembered {
  return Object.fromEntries(Object.entries(remember).filter(([, value]) => value !== undefined))
}

/** Said once to somebody whose update had to be kept: nothing is lost, and they may go on. */
const sorry: Message = { as: 'note', text: [{ key: 'talk:sorry' }] }

const nobody = { id: '', language: 'zh-CN', consent: null, name: null, phone: null, officeId: null, staff: [] }
