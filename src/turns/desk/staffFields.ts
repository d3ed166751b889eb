import type { Field } from '../../dialogue/fields.ts'
import type { Words } from '../../dialogue/message.ts'
import type { Regulation } from '../../regulations/schema.ts'
import type { StaffSettings } from '../../store/staff.ts'

/** What is asked about a member of staff, one field for each setting, and what the answers mean. Nothing chosen means all. */

export const settingIds = ['name', 'areas', 'kinds', 'languages', 'capacity'] as const
export type SettingId = (typeof settingIds)[number]

const nameCharsMost = 30
const areasCharsMost = 300
const capacityMost = 999
const languages = ['zh-CN', 'zh-TW', 'en', 'ja', 'th', 'vi'] as const

/** `taken`: the regulations that the office takes. */
export function settingField(id: SettingId, taken: readonly Pick<Regulation, 'id'>[], inviting: boolean): Field {
  const base = { id, label: { key: `desk:staff.field.${id}` }, ask: { key: `desk:staff.ask.${id}` }, ...(inviting || id === 'areas' || id === 'kinds' || id === 'languages' ? { optional: true as const } : {}) }
  switch (id) {
    case 'name': return { ...base, kind: 'words', most: nameCharsMost }
    case 'areas': return { ...base, kind: 'words', most: areasCharsMost }
    case 'kinds': return { ...base, kind: 'several', choices: taken.map((each) => ({ id: each.id, label: { key: `${each.id}:name` } })) }
    case 'languages': return { ...base, kind: 'several', choices: languages.map((each) => ({ id: each, label: { key: `talk:languages.${each}` } })) }
    case 'capacity': return { ...base, kind: 'number', most: capacityMost }
  }
}

/** A kind narrower than a whole regulation is set at the office's own machine; it stays as long as its regulation is chosen. */
export function settingFrom(id: SettingId, given: string, before: readonly string[] = []): StaffSettings {
  switch (id) {
    case 'name': return { name: given.replaceAll(/\s+/g, ' ').trim() }
    case 'areas': return { areas: listed(given) }
    case 'kinds': return { kinds: given.split(',').filter(Boolean).flatMap((kind) => narrower(kind, before)) }
    case 'languages': return { languages: given.split(',').filter(Boolean) }
    case 'capacity': return { capacity: Number(given) }
  }
}

function narrower(kind: string, before: readonly string[]): string[] {
  const parts = before.filter((each) => each.startsWith(`${kind}/`))
  return parts.length > 0 && !before.includes(kind) ? parts : [kind]
}

/** "a, b，c、d": what stands between the commas, of either script. */
export function listed(text: string): string[] {
  return text.split(/[,，、;；\n]/).map((part) => part.trim()).filter((part) => part !== '')
}

export type Settings = { name: string; areas: string[]; kinds: string[]; languages: string[]; capacity: number }

/** As it stands, in words. */
export function settingWords(id: SettingId, { name, areas, kinds, languages: spoken, capacity }: Settings): Words {
  const list = (all: Words[]): Words => (all.length === 0 ? { key: 'desk:staff.all' } : { key: 'talk:form.list', with: { what: { list: all } } })
  switch (id) {
    case 'name': return { say: name }
    case 'areas': return list(areas.map((say) => ({ say })))
    case 'kinds': return list(kinds.map((kind) => (kind.includes('/') ? { key: `${kind.replace('/', ':category.')}` } : { key: `${kind}:name` })))
    case 'languages': return list(spoken.map((each) => (languages.some((known) => known === each) ? { key: `talk:languages.${each}` } : { say: each })))
    case 'capacity': return { say: String(capacity) }
  }
}
