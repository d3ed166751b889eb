import { shortId } from '../../ids.ts'
import { chosen, peopleMin } from '../parties/votes.ts'
import { words } from '../work.ts'
import type { ResidentOffer } from './offer.ts'

/** What those who complain together can do: let others in, say who speaks for them, leave (LAB-4). */

export const groupOffers: ResidentOffer[] = [
  {
    id: 'group-code', may: 'group',
    offer: ({ between: { group }, stage }, _world, party) => (group && group.joined.includes(party.id) && stage.at !== 'closed'
      ? { label: words('action.group-code'), takes: 'nothing', choices: [], ask: 'talk:ask.group-code', confirm: false, rank: 'usual' }
      : null),
  },
  {
    id: 'represent', may: 'represent',
    offer: ({ between: { group }, stage }, _world, party) => (group && group.joined.includes(party.id) && group.joined.length >= peopleMin && stage.at !== 'closed' && !group.stands.some((each) => each.party === party.id)
      ? { label: words('action.represent'), takes: 'words', choices: [], ask: 'talk:ask.represent', confirm: true, sure: { ask: 'talk:ask.confirm-represent', yes: 'talk:button.represent-so' }, rank: 'usual' }
      : null),
  },
  {
    id: 'stand-down', may: 'represent',
    offer: ({ between: { group } }, _world, party) => (group?.stands.some((each) => each.party === party.id)
      ? { label: words('action.stand-down'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.stand-down'), words: false }], ask: 'talk:ask.stand-down', confirm: false, rank: 'more' }
      : null),
  },
  {
    // What is chosen already is there to be taken back: a tap twice over does the same as once.
    id: 'vote', may: 'represent',
    offer: ({ between: { group }, stage }, _world, party) => {
      if (!group || !group.joined.includes(party.id) || group.stands.length === 0 || stage.at === 'closed') return null
      const own = group.votes[party.id] ?? []
      const choices = group.stands.map((each) => (own.includes(each.party)
        ? { id: `n.${shortId(each.party)}`, label: words('choice.vote-back', { name: each.name }), words: false }
        : { id: `y.${shortId(each.party)}`, label: words('choice.vote', { name: each.name }), words: false }))
      return { label: words('action.vote'), takes: 'choice', choices, ask: 'talk:ask.vote', confirm: false, rank: chosen(group).length === 0 ? 'now' : 'usual' }
    },
  },
  {
    // The last one does not leave: they withdraw, and know that it ends.
    id: 'leave-group', may: 'leave',
    offer: ({ between: { group } }, _world, party) => (group && group.joined.includes(party.id) && group.joined.length > 1
      ? { label: words('action.leave-group'), takes: 'choice', choices: [{ id: 'yes', label: words('choice.leave-group'), words: false }], ask: 'talk:ask.leave-group', confirm: false, rank: 'more', tone: 'danger' }
      : null),
  },
]
