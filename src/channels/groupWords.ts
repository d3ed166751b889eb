import type { GroupWord } from '../events.ts'

/** The few words by which a staff group turns to the house, in any of its languages. `plain`: said without a stroke, as people may among themselves. */

const words: Readonly<Record<string, Exclude<GroupWord['do'], 'bind' | 'left' | 'moved'>>> = {
  figures: 'figures', stats: 'figures', 统计: 'figures', 統計: 'figures', 集計: 'figures', สถิติ: 'figures', 'số liệu': 'figures',
  today: 'today', 今日: 'today', 今天: 'today', วันนี้: 'today', 'hôm nay': 'today',
  'reminders on': 'remind', 提醒开: 'remind', 提醒開: 'remind',
  'reminders off': 'hush', 提醒关: 'hush', 提醒關: 'hush',
  unbind: 'unbind', 解绑: 'unbind', 解除綁定: 'unbind',
}
/** These belong to no ordinary talk. */
const telling = ['figures', '统计', '統計', '今日', 'reminders on', 'reminders off']
const longestChars = 60

/** Null for everything people say to each other. `bot`: our name on a platform whose commands carry one. */
export function readGroupWord(text: string, bot: string | null): { says: GroupWord; plain: boolean } | null {
  if (text.length > longestChars) return null
  const named = bot !== null && text.toLowerCase().includes(`@${bot.toLowerCase()}`)
  const said = (named ? text.replace(new RegExp(`@${bot}`, 'gi'), ' ') : text).replaceAll(/\s+/g, ' ').trim().toLowerCase()
  // Another bot is meant.
  if (said.includes('@')) return null
  const slash = said.startsWith('/')
  const plain = !slash && !named
  const bare = slash ? said.slice(1) : said
  const [, code] = /^office (group-[a-z2-9]{13})$/.exec(bare) ?? []
  if (code !== undefined) return { says: { do: 'bind', code: code.toUpperCase() }, plain: false }
  const word = words[bare]
  return word === undefined || (plain && !telling.includes(bare)) ? null : { says: { do: word }, plain }
}
