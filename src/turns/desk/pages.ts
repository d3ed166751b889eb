import type { DeskPage } from './page.ts'

/** All pages of the desk, in the order of their buttons. */
export const deskPages: readonly DeskPage[] = []
