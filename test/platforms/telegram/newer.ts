// Owns what the Bot API has gained between the description at hand (10.1) and 10.3, as far as Laifang may use it;
// names and shapes after @grammyjs/types 5.0.0.
import type { SpecField } from './spec.ts'

/** Types without fields. */
export const newerTypes: readonly string[] = ['DisabledButton']

export const newerFields: Readonly<Record<string, readonly SpecField[]>> = {
  InlineKeyboardButton: [
    { name: 'disabled', types: ['DisabledButton'], required: false, description: 'Currently holds no information' },
  ],
}
