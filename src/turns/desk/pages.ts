import { performPage, subsidyPage } from './own.ts'
import { bodiesPage } from './bodies.ts'
import { bodyFiguresPage } from './bodyFigures.ts'
import { decidePage } from './decide.ts'
import { openPage } from './open.ts'
import type { DeskPage } from './page.ts'
import { watchPage } from './watch.ts'
import { referInPage } from './referIn.ts'
import { readsPage } from './reads.ts'

/** All pages of the desk, in the order of their buttons. */
export const deskPages: readonly DeskPage[] = [openPage, decidePage, watchPage, readsPage, performPage, subsidyPage, bodiesPage, bodyFiguresPage, referInPage]
