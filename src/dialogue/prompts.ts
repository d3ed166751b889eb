import { dateWords, datesOf } from '../cases/dates.ts'
import type { Purpose } from '../cases/between.ts'
import type { Question } from '../regulations/schema.ts'
import { clausePrompt } from './clausePrompt.ts'
import { formPrompt } from './formPrompt.ts'
import type { Button, Line, Message, Words } from './message.ts'
import { pressText } from './press.ts'
import { slotsPrompt } from './slots.ts'
import type { Draft, DraftPlace, House, Place, Speaking, Suggestion, TalkState } from './state.ts'
import { dataPrompt } from './dataPrompt.ts'
import { alikePrompt } from './foundAlike.ts'
import { reportPrompt } from './reportPrompt.ts'
import { nextPlace, placeBefore, progress, questionsOf, regulationOf, storyOf } from './steps.ts'
import { visitPrompt } from './visitPrompt.ts'
import { questionKey, wayFits, wayOf, waysFor } from './ways.ts'

/** What the house says at each place of a talk. Every step's buttons carry the stamp of that step. */

const cardStoryCharsMax = 400

export function prompt(state: TalkState, person: Speaking, house: House, now: number): Message {
  const place = state.at
  const step = (choice: string): string => pressText({ on: 'step', stamp: state.stamp, choice })
  const button = (key: string, choice: string, tone?: Button['tone']): Button => ({ label: { key }, press: step(choice), ...(tone ? { tone } : {}) })
  switch (place.at) {
    case 'home': return home(person, (house.office(person.officeId).receivesUntil ?? 0) > now)
    case 'notice': return { as: 'step', text: [{ key: 'talk:notice.text', with: { office: house.name } }], buttons: [[button('talk:button.agree', 'agree', 'main')], [button('talk:button.decline-notice', 'disagree')]] }
    case 'story': return state.draft?.finding && !place.rewrite ? findingStory(state, state.draft, house, button) : place.rewrite && state.draft
      ? { as: 'step', text: [{ key: 'talk:ask.story-again' }, { say: state.draft.story }], buttons: nav(state, house, button, [button('talk:button.keep-answer', 'keep')]) }
      : { as: 'step', text: [{ key: 'talk:ask.story' }, ...chosenWay(state)], buttons: [...toWho(state, house, button), ...(spoke(state) ? [[button('talk:button.by-voice', 'by-voice', 'main')]] : []), ...nav(state, house, button)] }
    case 'kind': return kind(state, house, step, button)
    case 'categories': return categories(state, place.regulation, house, step, button)
    case 'who': return who(state, house, button)
    case 'question': return ask(state, place, person, house, now, step, button)
    case 'evidence': return evidence(state, house, button)
    case 'review': return review(state, person, house, now, step, button)
    case 'alike': return alikePrompt(place, button)
    case 'cancel': return { as: 'step', text: [{ key: 'talk:ask.cancel' }], buttons: [[button('talk:button.keep', 'no', 'main')], [button('talk:button.wipe', 'yes', 'danger')]] }
    case 'return': return { as: 'step', text: [{ key: 'talk:ask.return', with: { day: { day: state.draft?.startedAt ?? state.touchedAt } } }], buttons: [[button('talk:button.continue', 'continue', 'main')], [button('talk:button.anew', 'anew')]] }
    case 'which': return {
      as: 'step', text: [{ key: place.found ? 'talk:ask.which-found' : 'talk:ask.which' }],
      buttons: [...(place.found ? [[button('talk:button.finding', 'finding', 'main')]] : []), ...place.cases.slice(0, 5).map((each): Button[] => [{ label: { key: 'talk:button.to-case', with: { number: each.number } }, press: step(`n-${each.number}`) }]), [button(place.cases.length > 0 ? 'talk:button.new-case' : 'talk:button.own-matter', 'new', place.found ? undefined : 'main')], [button('talk:button.never-mind', 'drop')]],
    }
    case 'language': return { as: 'step', text: [{ key: 'talk:ask.language' }], buttons: house.languages.map((language) => [{ label: { key: `talk:languages.${language}` }, press: step(language) }]) }
    case 'data': return dataPrompt(place, person, button)
    case 'track': return { as: 'step', text: [{ key: 'talk:ask.track' }], buttons: [[button('talk:button.never-mind', 'back')]] }
    case 'track-code': return { as: 'step', text: [{ key: 'talk:ask.track-code', with: { number: place.number } }], buttons: [[button('talk:button.never-mind', 'back')]] }
    case 'human': return { as: 'step', text: [{ key: 'talk:ask.human' }], buttons: [[button('talk:button.never-mind', 'back')]] }
    case 'rating': return { as: 'step', text: [{ key: 'talk:ask.rating' }], buttons: [[button('talk:button.no-words', 'done')]] }
    case 'write': return place.words === null && !place.files?.length
      ? { as: 'step', text: [{ key: place.ask }], buttons: [[button('talk:button.never-mind', 'back')]] }
      : { as: 'step', text: [...(place.files?.length ? [{ key: 'talk:write.files', with: { count: place.files.length } }] : []), ...(place.words === null ? [] : [{ key: place.sure?.ask ?? 'talk:ask.confirm-write' }, { say: place.words }])], buttons: [[button(place.sure?.yes ?? 'talk:button.send-so', 'yes', place.sure ? 'danger' : 'main')], [button('talk:button.write-again', 'again'), button('talk:button.never-mind', 'back')]] }
    case 'visit': return visitPrompt(place, person, house, button)
    case 'slots': return slotsPrompt(place, button)
    case 'clause': return clausePrompt(place, button)
    case 'form': return formPrompt(place, button)
    case 'correct': return correct(place, button)
    case 'ticket': return {
      as: 'step', text: [...place.text, ...(person.consent === house.notice ? [] : [{ key: 'talk:notice.text', with: { office: house.name } }])],
      buttons: [...ticketChoices(place.purpose).map((choice): Button[] => [button(`talk:ticket.${place.purpose}.${choice}`, choice, choice === 'yes' ? 'main' : undefined)]), [button('talk:button.never-mind', 'later')]],
    }
    case 'report': return reportPrompt(place, button)
    case 'staff-name': return { as: 'step', text: [{ key: 'talk:ask.staff-name' }], buttons: [[button('talk:button.skip', 'back')], [button('talk:button.leave-staff', 'leave')]] }
    case 'answer': return { as: 'step', text: [{ key: 'talk:ask.answer' }], buttons: [[button('talk:button.never-mind', 'back')]] }
  }
}

/** The menu: always the same few doors; to the reception days while there are any ahead. */
export function home(person: Speaking, receives: boolean): Message {
  const to = (key: string, choice: string, tone?: Button['tone']): Button => ({ label: { key }, press: pressText({ on: 'menu', choice }), ...(tone ? { tone } : {}) })
  // Whoever goes round has one thing to do that must be quick (SCR-1).
  const rounds = person.staff.some(({ role }) => role === 'informant')
  return {
    as: 'step',
    text: [{ key: 'talk:home.text' }],
    buttons: [
      ...(rounds ? [[to('talk:button.finding', 'finding', 'main')]] : []),
      ...(person.staff.length > 0 ? [[to('talk:menu.duties', 'duties', 'main' as const), { label: { key: 'talk:menu.desk' }, press: pressText({ on: 'desk', page: 'home', action: 'show', choice: null }) }]] : []),
      [to('talk:menu.file', 'file', ...(rounds ? [] : ['main' as const]))],
      [to('talk:menu.mine', 'mine'), to('talk:menu.track', 'track')],
      ...(receives ? [[to('talk:menu.receptions', 'receptions')]] : []),
      [to('talk:menu.language', 'language'), to('talk:menu.help', 'help')],
      [to('talk:menu.data', 'data')],
    ],
  }
}

/** In a few words or a voice note; where it is stands already, until a pin says better. */
function findingStory(state: TalkState, draft: Draft, house: House, button: MakeButton): Message {
  const place = draft.answers.find(({ id }) => questionsOf(draft, house).some((question) => question.id === id && question.kind === 'place'))
  const where: Words[] = place ? [{ key: 'talk:finding.place', with: { place: place.text } }] : []
  const files: Words[] = draft.files.length > 0 ? [{ key: 'talk:files', with: { count: draft.files.length } }] : []
  return { as: 'step', text: [...stepLine(state, house), { key: 'talk:ask.finding' }, ...where, ...files], buttons: [...(spoke(state) ? [[button('talk:button.by-voice', 'by-voice', 'main')]] : []), ...nav(state, house, button)] }
}

/** Who cannot or would not write may leave it at what they have spoken. */
export function spoke({ draft }: TalkState): boolean {
  return draft !== null && draft.story === '' && draft.files.some(({ kind }) => kind === 'voice')
}

type MakeButton = (key: string, choice: string, tone?: Button['tone']) => Button

function nav(state: TalkState, house: House, button: MakeButton, extra: Button[] = []): Button[][] {
  const back = state.draft && placeBefore(state.at as DraftPlace, state.draft, house) ? [button('talk:button.back', 'back')] : []
  return [[...back, ...extra, button('talk:button.cancel', 'cancel')]]
}

function stepLine(state: TalkState, house: House): Words[] {
  const where = state.draft && progress(state.at as DraftPlace, state.draft, house)
  return where ? [{ key: 'talk:step', with: where }] : []
}

function kind(state: TalkState, house: House, step: (choice: string) => string, button: MakeButton): Message {
  const draft = state.draft
  const suggestions = draft?.suggestions ?? []
  if (house.regulations.length === 0) return { as: 'step', text: [{ key: 'talk:ask.kind-none' }], buttons: [[{ label: { key: 'talk:button.to-human' }, press: pressText({ on: 'menu', choice: 'human' }), tone: 'main' }], ...nav(state, house, button)] }
  const only = house.regulations.length === 1 ? house.regulations[0] : undefined
  // Where only one regulation is offered there is nothing to choose but its categories.
  if (only && suggestions.length === 0) return categories(state, only.id, house, step, button)
  const rows = suggestions.map((each, n): Button[] => [{ label: kindWords(each), press: step(`k-${n}`), ...(n === 0 ? { tone: 'main' as const } : {}) }])
  const reasons = suggestions.map((each): Words => ({ key: 'talk:kind.because', with: { kind: kindWords(each), words: { list: each.because.map((say) => ({ say: `“${say}”` })) } } }))
  const others: Button[][] = suggestions.length > 0
    ? [[button('talk:button.other-kind', 'other')]]
    : house.regulations.map((each) => [{ label: { key: `${each.id}:name` }, press: step(`r-${each.id}`) }])
  return { as: 'step', text: [{ key: suggestions.length > 0 ? 'talk:ask.kind' : 'talk:ask.kind-open' }, ...reasons], buttons: [...rows, ...others, ...nav(state, house, button)] }
}

export function kindWords(of: Pick<Suggestion, 'regulation' | 'category'>): Words {
  return { key: 'talk:kind.name', with: { regulation: { key: `${of.regulation}:name` }, category: { key: `${of.regulation}:category.${of.category}` } } }
}

function categories(state: TalkState, id: string, house: House, step: (choice: string) => string, button: MakeButton): Message {
  const regulation = house.regulations.find((each) => each.id === id)
  if (!regulation) return kind(state, house, step, button)
  const all = regulation.categories.map((each): Button => ({ label: { key: `${id}:category.${each.id}` }, press: step(`c-${each.id}`) }))
  return { as: 'step', text: [{ key: 'talk:ask.category', with: { regulation: { key: `${id}:name` } } }], buttons: [...inRows(all, 2), ...nav(state, house, button)] }
}

/** Most people file for themselves and are asked nothing; for the others there is a door. */
function toWho(state: TalkState, house: House, button: MakeButton): Button[][] {
  return state.draft && waysFor(state.draft, house).length > 1 ? [[button('talk:button.who', 'who')]] : []
}

function chosenWay({ draft }: TalkState): Words[] {
  return draft?.as === undefined || draft.as === 'self' ? [] : [{ key: 'talk:who-chosen', with: { way: { key: `talk:who.${draft.as}` } } }]
}

/** In whose name it is filed: each way with what it means. */
function who(state: TalkState, house: House, button: MakeButton): Message {
  const draft = state.draft as Draft
  const ways = waysFor(draft, house)
  const unfit: Words[] = wayFits(draft, house) ? [] : [{ key: 'talk:ask.who-unfit', with: { kind: { key: `${draft.regulation}:name` }, way: { key: `talk:who.${wayOf(draft)}` } } }]
  return {
    as: 'step', text: [...unfit, { key: 'talk:ask.who' }, ...ways.flatMap((way): Words[] => (way === 'self' ? [] : [{ key: `talk:who-about.${way}` }]))],
    buttons: [...ways.map((way) => [button(`talk:who.${way}`, `w-${way}`, way === wayOf(draft) ? 'main' : undefined)]), ...nav(state, house, button)],
  }
}

function ask(state: TalkState, place: { id: string }, person: Speaking, house: House, now: number, step: (choice: string) => string, button: MakeButton): Message {
  const draft = state.draft as Draft
  const regulation = regulationOf(draft, house)
  const question = questionsOf(draft, house).find((each) => each.id === place.id)
  // A new edition of the rules may have dropped the question overnight.
  if (!question) return prompt({ ...state, at: nextPlace(draft, house) }, person, house, now)
  const said = draft.answers.find((each) => each.id === place.id)
  const choices = question.kind === 'yes-no' ? ['yes', 'no'] : question.choices ?? []
  const labelled = choices.map((choice): Button => ({ label: choiceWords(regulation?.id ?? '', question, choice), press: step(`a-${choice}`) }))
  const skip = question.optional ? [button('talk:button.skip', 'skip')] : []
  const keep = said ? [button('talk:button.keep-answer', 'keep')] : []
  return {
    as: 'step',
    text: [
      ...stepLine(state, house),
      { key: questionKey(regulation?.id ?? '', question, 'question') },
      ...(said ? [{ key: 'talk:said-before', with: { answer: said.text } }] : []),
    ],
    buttons: [...inRows(labelled, question.kind === 'yes-no' ? 2 : 1), ...(question.id === 'nameless' && waysFor(draft, house).includes('hidden') ? [[button('talk:button.code-name', 'who')]] : []), ...nav(state, house, button, [...keep, ...skip])],
    ...(question.kind === 'own-phone' ? { wants: 'phone' as const } : question.kind === 'place' ? { wants: 'place' as const } : {}),
  }
}

export function choiceWords(regulation: string, question: Question, choice: string): Words {
  return question.kind === 'yes-no' ? { key: `talk:button.${choice}` } : { key: `${regulation}:choice.${question.id}.${choice}` }
}

/** What can be answered to a code, besides putting it off. */
export function ticketChoices(purpose: Purpose): readonly string[] {
  return purpose === 'principal' ? ['yes', 'no', 'not-me'] : ['yes']
}

/** A fact of a case already filed, asked anew. */
function correct({ regulation, question }: Place & { at: 'correct' }, button: MakeButton): Message {
  const choices = question.kind === 'yes-no' ? ['yes', 'no'] : question.choices ?? []
  const labelled = choices.map((choice): Button => ({ ...button('', `a-${choice}`), label: choiceWords(regulation, question, choice) }))
  const clear = question.optional ? [button('talk:button.clear', 'clear')] : []
  return {
    as: 'step', text: [{ key: `${regulation}:question.${question.id}` }], buttons: [...inRows(labelled, 1), [...clear, button('talk:button.never-mind', 'back')]],
    ...(question.kind === 'own-phone' ? { wants: 'phone' as const } : {}),
  }
}

function evidence(state: TalkState, house: House, button: MakeButton): Message {
  const files = state.draft?.files.length ?? 0
  return {
    as: 'step',
    text: [...stepLine(state, house), { key: 'talk:ask.evidence' }, ...(files > 0 ? [{ key: 'talk:files', with: { count: files } }] : [])],
    buttons: [[button(files > 0 ? 'talk:button.files-done' : 'talk:button.no-files', 'done', 'main')], ...nav(state, house, button)],
  }
}

/** Everything that will be filed, each line with its own way to change it, then one confirmation. */
function review(state: TalkState, person: Speaking, house: House, now: number, step: (choice: string) => string, button: MakeButton): Message {
  const draft = state.draft as Draft
  const regulation = regulationOf(draft, house)
  const change = (choice: string): { change: Button } => ({ change: { label: { key: 'talk:frame.change' }, press: step(`e-${choice}`) } })
  const told = [...storyOf(draft, house)]
  const story = told.length > cardStoryCharsMax ? `${told.slice(0, cardStoryCharsMax).join('')}…` : told.join('')
  const card: Line[] = [
    { label: { key: 'talk:line.kind' }, value: kindWords({ regulation: draft.regulation ?? '', category: draft.category ?? '' }), ...change('kind') },
    { label: { key: 'talk:line.story' }, value: { say: story }, ...change('story') },
    ...(waysFor(draft, house).length > 1 ? [{ label: { key: 'talk:line.who' }, value: { key: `talk:who.${wayOf(draft)}` }, ...change('who') }] : []),
    ...questionsOf(draft, house).map((question): Line => {
      const answer = draft.answers.find((each) => each.id === question.id)
      return { label: { key: questionKey(draft.regulation ?? '', question, 'label') }, value: answer ? answerWords(regulation?.id ?? '', question, answer) : { key: 'talk:line.none' }, ...change(question.id) }
    }),
    { label: { key: 'talk:line.files' }, value: { key: 'talk:files', with: { count: draft.files.length } }, ...change('evidence') },
  ]
  // Days that follow from the answers are told before it is sent: a limit that may be over (LAB-2), a warranty (CON-1).
  const dates = regulation ? dateWords(regulation, datesOf(regulation, draft.answers, draft.category, house.office(person.officeId).calendar), now) : []
  return {
    as: 'card',
    text: [{ key: 'talk:ask.review' }, ...dates, ...(regulation?.showFirst ?? []).map((each): Words => ({ key: `${regulation?.id}:first.${each.id}` }))],
    card,
    buttons: [[button('talk:button.send', 'send', 'main')], ...nav(state, house, button)],
  }
}

function answerWords(regulation: string, question: Question, answer: { text: string; value: string | number | null }): Words {
  if ((question.kind === 'choice' || question.kind === 'yes-no') && answer.value !== null) return choiceWords(regulation, question, String(answer.value))
  return { say: answer.text }
}

function inRows(buttons: Button[], width: number): Button[][] {
  const rows: Button[][] = []
  for (let at = 0; at < buttons.length; at += width) rows.push(buttons.slice(at, at + width))
  return rows
}

/** Whether a place lies on the road of a draft. */
export function isDraftPlace(place: Place): place is DraftPlace {
  return ['notice', 'story', 'kind', 'categories', 'who', 'question', 'evidence', 'review', 'alike'].includes(place.at)
}
