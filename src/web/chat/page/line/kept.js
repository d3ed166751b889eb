/**
 * What this device keeps of its person: their own words and choices, what is not sent yet, the half-written line.
 * Small things in localStorage, files and their previews in IndexedDB. Where the browser refuses either (private
 * windows), the page's memory has to do.
 */

/** @import { Kept, Said } from '../types.d.ts' */

const saidMax = 200

/** @param {string} as whose phone this is @returns {Kept} */
export function openKept(as) {
  const prefix = `laifang.${as || 'me'}.`
  const box = boxOf(prefix)
  const files = filesOf(prefix)

  return {
    said,
    put(one) {
      const list = said()
      const place = list.findIndex((each) => each.id === one.id)
      if (place < 0) list.push(one)
      else list[place] = one
      while (list.length > saidMax) list.splice(Math.max(0, list.findIndex((each) => each.state !== 'waiting')), 1)
      box.set('said', JSON.stringify(list))
    },
    draft: () => box.get('draft') ?? '',
    keepDraft: (text) => box.set('draft', text),
    blob: files.get,
    keepBlob: files.set,
    dropBlob: files.drop,
    async forget() {
      box.clear()
      await files.clear()
    },
    onElsewhere(callback) {
      addEventListener('storage', (event) => {
        if (event.key === `${prefix}said` || event.key === null) callback()
      })
    },
  }

  /** Read anew each time: another tab may have added to it. @returns {Said[]} */
  function said() {
    try {
      const list = JSON.parse(box.get('said') ?? '[]')
      return Array.isArray(list) ? list : []
    } catch {
      return []
    }
  }
}

/** @param {string} prefix */
function boxOf(prefix) {
  /** @type {Map<string, string>} */
  const memory = new Map()
  return {
    /** @param {string} key */
    get(key) {
      try {
        return memory.get(key) ?? localStorage.getItem(prefix + key)
      } catch {
        return memory.get(key) ?? null
      }
    },
    /** @param {string} key @param {string} value */
    set(key, value) {
      try {
        localStorage.setItem(prefix + key, value)
        memory.delete(key)
      } catch {
        memory.set(key, value)
      }
    },
    clear() {
      memory.clear()
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
      } catch {
        return
      }
    },
  }
}

/** @param {string} prefix */
function filesOf(prefix) {
  /** @type {Map<string, Blob>} */
  const memory = new Map()
  /** @type {Promise<IDBDatabase | null> | undefined} */
  let opening

  /** @returns {Promise<IDBDatabase | null>} */
  function open() {
    opening ??= new Promise((resolve) => {
      try {
        const request = indexedDB.open('laifang', 1)
        request.onupgradeneeded = () => request.result.createObjectStore('files')
        request.onsuccess = () => resolve(request.result)
        request.onerror = request.onblocked = () => resolve(null)
      } catch {
        resolve(null)
      }
    })
    return opening
  }

  /** @param {IDBTransactionMode} mode @param {(files: IDBObjectStore) => IDBRequest} act @returns {Promise<{ result: any } | null>} null when it cannot be done */
  async function within(mode, act) {
    const base = await open()
    if (!base) return null
    return new Promise((resolve) => {
      try {
        const request = act(base.transaction('files', mode).objectStore('files'))
        request.onsuccess = () => resolve({ result: request.result })
        request.onerror = () => resolve(null)
      } catch {
        resolve(null)
      }
    })
  }

  return {
    /** @param {string} name @returns {Promise<Blob | null>} */
    async get(name) {
      const found = await within('readonly', (files) => files.get(prefix + name))
      return found?.result ?? memory.get(name) ?? null
    },
    /** @param {string} name @param {Blob} blob */
    async set(name, blob) {
      if (!(await within('readwrite', (files) => files.put(blob, prefix + name)))) memory.set(name, blob)
    },
    /** @param {string} name */
    async drop(name) {
      memory.delete(name)
      await within('readwrite', (files) => files.delete(prefix + name))
    },
    async clear() {
      memory.clear()
      await within('readwrite', (files) => files.delete(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))
    },
  }
}
