// The window's entry: subscribes to main first, then draws what it says.
import { createRoot } from 'react-dom/client'
import './companion-global'
import './styles/base.css'
import { App } from './app'
import { createSnapshotSource } from './bridge/snapshot-source'

const source = createSnapshotSource(window.companion)
source.start()

// Main shows the window once the first snapshot is drawn and the fonts are loaded.
const stop = source.subscribe(() => {
  if (source.get().kind === 'loading') return
  stop()
  requestAnimationFrame(() => void document.fonts.ready.then(() => window.companion.call('window.drawn')))
})

const root = document.getElementById('root')
if (root) createRoot(root).render(<App bridge={window.companion} source={source} />)
