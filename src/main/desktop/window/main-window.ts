// The one window. Closed means destroyed, so that the tray costs little; where no tray exists, closing minimises instead.
import { BrowserWindow, screen, type WebContents } from 'electron'
import type { Settings } from '../../../shared/model/settings'
import { devServerUrl, PAGE_URL } from './app-scheme'
import { firstSize, SMALLEST } from './first-size'
import { WEB_PREFERENCES } from './hardening'

/** Size and position as they are kept. */
export type WindowPlace = NonNullable<Settings['window']>

interface MainWindowOptions {
  readonly preload: string
  readonly icon: string
  readonly title: string
  /** Its size and position when the app last ran. */
  readonly place: WindowPlace | null
}

/** What the window asks of the app and tells it. */
interface WindowOwner {
  savePlace(place: WindowPlace): void
  /** False where no tray can bring the window back. */
  mayClose(): boolean
  /** The operator closed the window although no tray exists: it was minimised. */
  onMinimised(): void
  /** The window became visible, or hidden. */
  onVisible(visible: boolean): void
}

/** Opens, shows and destroys the window. */
export interface MainWindow {
  /** Opens the window or brings it to the front. */
  show(): void
  /** Opens it minimised, unless it is open. */
  showMinimised(): void
  contents(): WebContents | null
  /** The page has drawn its content, so the window is shown now. */
  drawn(): void
  /** Draws the page larger or smaller by one step, or at its own size (0). Chromium remembers it. */
  zoom(step: 1 | -1 | 0): void
  /** Settles when a window is on the screen for the first time. */
  readonly firstShown: Promise<void>
  /** The rest of the app is loaded: from now on it decides what closing does, and is told at once whether the window is visible. Before, closing closes. */
  ownedBy(owner: WindowOwner): void
  /** From now on closing the window really closes it. */
  allowQuit(): void
}

/** A page that crashes again within this, ms, is not opened a third time. */
const CRASH_PAUSE = 30_000
/** A page that has painted, but not reported its content as drawn, is shown after this all the same, ms. */
const DRAW_LIMIT = 1_000

/** Chromium's levels: each whole one is 20 %. From 69 to 207 %. */
const ZOOM_STEP = 0.5
const ZOOM_LEAST = -2
const ZOOM_MOST = 4

/** Builds it; no window is opened yet. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let owner: WindowOwner | null = null
  let lastPlace = options.place
  let quitting = false

  let crashedAt = -Infinity
  /** Shows the window that waits for its page. */
  let reveal = (): void => undefined
  let onFirstShown = (): void => undefined
  const firstShown = new Promise<void>((resolve) => (onFirstShown = resolve))

  const open = (minimised = false): void => {
    const place = onScreen(lastPlace)
    const { workAreaSize } = screen.getPrimaryDisplay()
    const opened = new BrowserWindow({
      ...firstSize(workAreaSize),
      ...(place ? { width: place.width, height: place.height } : {}),
      ...(place && place.x !== null && place.y !== null ? { x: place.x, y: place.y } : {}),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title: options.title,
      icon: options.icon,
      show: false,
      autoHideMenuBar: true,
      webPreferences: { ...WEB_PREFERENCES, preload: options.preload },
    })
    window = opened
    if (place?.maximized) opened.maximize()
    opened.setMenu(null)
    const seen = (): void => owner?.onVisible(isSeen(opened))
    reveal = () => {
      reveal = () => undefined
      if (opened.isDestroyed()) return
      if (minimised) opened.minimize()
      else opened.show()
      onFirstShown()
    }
    const mine = reveal
    opened.once('ready-to-show', () => setTimeout(() => reveal === mine && mine(), DRAW_LIMIT))
    opened.on('show', seen)
    opened.on('hide', seen)
    opened.on('minimize', seen)
    opened.on('restore', seen)
    opened.on('page-title-updated', (event) => event.preventDefault())
    opened.on('close', (event) => {
      const now = placeOf(opened)
      if (!samePlace(now, lastPlace)) owner?.savePlace(now)
      lastPlace = now
      if (quitting || owner === null || owner.mayClose()) return
      event.preventDefault()
      opened.minimize()
      owner.onMinimised()
    })
    opened.on('closed', () => {
      if (window === opened) window = null
      owner?.onVisible(false)
    })
    // A crashed page would leave a blank window: open a fresh one, but not for ever.
    opened.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit' || quitting) return
      const again = Date.now() - crashedAt > CRASH_PAUSE
      crashedAt = Date.now()
      opened.destroy()
      if (again) open()
    })
    void opened.loadURL(devServerUrl() ?? PAGE_URL)
  }

  return {
    show() {
      if (!window) return open()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    showMinimised() {
      if (!window) open(true)
    },
    drawn: () => reveal(),
    zoom(step) {
      const contents = window?.webContents
      if (contents) contents.setZoomLevel(step === 0 ? 0 : Math.min(ZOOM_MOST, Math.max(ZOOM_LEAST, contents.getZoomLevel() + step * ZOOM_STEP)))
    },
    firstShown,
    contents: () => (window && !window.isDestroyed() ? window.webContents : null),
    ownedBy(next) {
      owner = next
      if (window) owner.onVisible(isSeen(window))
    },
    allowQuit() {
      quitting = true
    },
  }
}

function isSeen(window: BrowserWindow): boolean {
  return !window.isDestroyed() && window.isVisible() && !window.isMinimized()
}

function placeOf(window: BrowserWindow): WindowPlace {
  const { x, y, width, height } = window.getNormalBounds()
  return { x, y, width, height, maximized: window.isMaximized() }
}

function samePlace(a: WindowPlace, b: WindowPlace | null): boolean {
  return b !== null && (Object.keys(a) as (keyof WindowPlace)[]).every((key) => a[key] === b[key])
}

/** A remembered place is used only while a screen still shows most of its title bar. */
function onScreen(place: WindowPlace | null): WindowPlace | null {
  if (!place || place.x === null || place.y === null) return place
  const { x, y } = place
  const visible = screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + place.width / 2 > workArea.x && x + place.width / 2 < workArea.x + workArea.width && y >= workArea.y && y < workArea.y + workArea.height - 40,
    )
  return visible ? place : { ...place, x: null, y: null }
}
