// The window: patches of the snapshot to its page, its place, and what it may close.
import { createAppHandlers, pageSnapshot } from '../../core/view'
import { createIdleGarbageCollection } from '../../desktop/system/idle-garbage-collection'
import { openLink } from '../../desktop/window/hardening'
import { sendPatch } from '../../desktop/window/ipc'
import { copyText } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'

/** Feeds the window and answers what concerns the app itself. */
export const window: Feature = {
  name: 'window',
  start({ hidden, window, page, clock, log, timings, snapshots, settings, settingsFile, keeper, monitor, shell, setBanner }) {
    page.takenFrom(() => JSON.stringify(pageSnapshot(snapshots.current())))
    const stop = snapshots.subscribe((patch) => {
      const contents = window.contents()
      if (contents) sendPatch(contents, patch)
    })
    const collection = createIdleGarbageCollection({ clock, log, everyMs: timings.garbageCollection })
    if (hidden) collection.idle(true)
    const showSaving = (): void => setBanner('settings-not-saved', !settingsFile.canSave())
    settingsFile.onCanSave(showSaving)
    showSaving()
    window.ownedBy({
      savePlace: (place) => settings.set({ window: place }),
      mayClose: () => shell.trayHost.current() === 'present',
      onMinimised() {
        if (settings.current().toldNoTray) return
        settings.set({ toldNoTray: true })
        setBanner('no-tray', true)
      },
      onVisible(visible) {
        monitor.watcher.setVisible(visible)
        collection.idle(window.contents() === null)
        // What a notice or the tray asked to show has been shown: the next window starts with the whole list.
        if (!visible && snapshots.current().focus) snapshots.set({ focus: null })
      },
    })
    return {
      handlers: createAppHandlers({ snapshots, keeper, copy: copyText, openLink, window }),
      dispose() {
        stop()
        collection.dispose()
      },
    }
  },
}
