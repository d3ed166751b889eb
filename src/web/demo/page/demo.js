/** The demo page: two phones, the house's clock, and a guide that ticks itself off. */

const pollMs = 1500
const steps = ['filed', 'accepted', 'closed', 'called']

/** @type {{ zone: string, language: string, words: Record<string, string>, languages: { language: string, name: string }[] }} */
const frame = JSON.parse(part('frame').textContent)
const writeTime = new Intl.DateTimeFormat(frame.language, {
  timeZone: frame.zone, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
})
/** What the page last heard, so that it only speaks of changes. @type {Record<string, boolean>} */
let done = {}

void phones()
languages()
for (const button of document.querySelectorAll('[data-by]')) button.addEventListener('click', () => void move(button.getAttribute('data-by') ?? ''))
part('sample').addEventListener('click', () => {
  part('resident-phone').contentWindow.postMessage({ sample: frame.words.sampleText }, location.origin)
  part('resident-phone').scrollIntoView({ block: 'nearest' })
})
void watch()

/** The phones open once both people read the visitor's language; if that cannot be told, they open all the same. */
async function phones() {
  await post('/demo/language', { language: frame.language }).catch(() => undefined)
  for (const phone of ['resident', 'mediator']) part(`${phone}-phone`).src = `/chat?as=demo-${phone}&lang=${encodeURIComponent(frame.language)}`
}

/** @param {string} path @param {unknown} body */
async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(60_000) })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

async function watch() {
  for (;;) {
    try {
      const answer = await fetch('/demo/progress', { signal: AbortSignal.timeout(10_000) })
      if (!answer.ok) throw new Error(String(answer.status))
      show(await answer.json())
    } catch {
      tell(frame.words.lost ?? '')
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

/** @param {Record<string, boolean> & { clock: number }} now */
function show(now) {
  if (part('told').textContent === frame.words.lost) tell('')
  showClock(now.clock)
  const first = steps.find((step) => !now[step])
  part('guide').classList.toggle('all', !first)
  for (const step of steps) {
    const line = part(step)
    line.classList.toggle('done', now[step] === true)
    line.classList.toggle('next', step === first)
    if (step === first) line.setAttribute('aria-current', 'step')
    else line.removeAttribute('aria-current')
  }
  const news = steps.filter((step) => now[step] && done[step] === false)
  if (news.length) tell(first ? news.map((step) => `${frame.words[step]}: ${frame.words.done}`).join(' · ') : frame.words.allDone ?? '')
  done = Object.fromEntries(steps.map((step) => [step, now[step] === true]))
}

/** @param {string} by */
async function move(by) {
  busy(true)
  tell(frame.words.moving ?? '')
  try {
    const { clock } = await post('/demo/move', { by: by === 'next' ? by : Number(by) })
    showClock(clock)
    tell((frame.words.moved ?? '').replace('{{time}}', writeTime.format(clock)))
  } catch {
    tell(frame.words.lost ?? '')
  }
  busy(false)
}

/** @param {boolean} on */
function busy(on) {
  for (const button of document.querySelectorAll('[data-by]')) /** @type {HTMLButtonElement} */ (button).disabled = on
}

/** @param {number} clock */
function showClock(clock) {
  const text = writeTime.format(clock)
  if (part('time').textContent !== text) part('time').textContent = text
  part('time').dateTime = new Date(clock).toISOString()
}

/** @param {string} text */
function tell(text) {
  if (part('told').textContent !== text) part('told').textContent = text
}

function languages() {
  for (const { language, name } of frame.languages) {
    const link = document.createElement('a')
    link.textContent = name
    link.lang = language
    link.href = `/demo?lang=${encodeURIComponent(language)}`
    if (language === frame.language) link.setAttribute('aria-current', 'page')
    part('languages').append(link)
  }
}

/** @param {string} id @returns {any} */
function part(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page lacks #${id}`)
  return found
}
