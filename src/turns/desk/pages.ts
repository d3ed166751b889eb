import { performPage, subsidyPage } from './own.ts'
import type { DeskPage } from './page.ts'
import { readsPage } from './reads.ts'

/** All pages of the desk, in the order of their buttons. */
export const deskPages: readonly DeskPage[] = [readsPage, performPage, subsidyPage]
