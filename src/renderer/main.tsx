// The window's entry: draws the snapshot that came with the page, and what main says from then on.
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import './companion-global'
import './styles/base.css'
import type { AppSnapshot } from '../shared/ipc/snapshot'
import { App } from './app'
import { createSnapshotSource } from './bridge/snapshot-source'

const given = givenSnapshot()
const source = createSnapshotSource(window.companion, given)
/** So long main is not asked while the first picture is not drawn, ms: a window that is not shown may never draw. */
const ASK_LIMIT = 1_000

let asking = false
function ask(): void {
  if (asking) return
  asking = true
  source.start()
}
// An answer in the midst of the first picture would have it drawn twice.
if (given) setTimeout(ask, ASK_LIMIT)
else ask()

const root = document.getElementById('root')
// At once: what is drawn first is on the screen with the next frame.
if (root) flushSync(() => createRoot(root).render(<App bridge={window.companion} source={source} />))

// Main shows the window once the first snapshot is drawn and the fonts are loaded.
if (source.get().kind === 'loading') {
  const stop = source.subscribe(() => {
    if (source.get().kind === 'loading') return
    stop()
    tellDrawn()
  })
} else tellDrawn()

function tellDrawn(): void {
  requestAnimationFrame(() => {
    if (lettersLoaded()) drawn()
    else void document.fonts.ready.then(drawn)
  })
}

/** The fonts come with the page, usually before its script. Their promise is settled only after other tasks, so they are asked first. */
function lettersLoaded(): boolean {
  // Laid out first: that is when a font begins to load if it has not yet.
  document.body.getBoundingClientRect()
  return [...document.fonts].every((font) => font.status === 'loaded' || font.status === 'unloaded')
}

function drawn(): void {
  window.companion.drawn()
  ask()
}

/** The snapshot that main put into the page; null = none. */
function givenSnapshot(): AppSnapshot | null {
  const text = document.getElementById('snapshot')?.textContent
  return text ? (JSON.parse(text) as AppSnapshot | null) : null
}
