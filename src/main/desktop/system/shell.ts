// The app as the OS sees it: versions, notices, locale, clipboard, HTTP, quitting, second starts.
import { app, clipboard, net } from 'electron'
import { readFile } from 'node:fs/promises'
import type { RuntimeVersions } from '../../../shared/ipc/contract'
import type { HttpFetch } from '../../core/ports'

/** Version of the app, from package.json. */
export function appVersion(): string {
  return app.getVersion()
}

/** Versions of what the app runs on. */
export function runtimeVersions(): RuntimeVersions {
  const { electron, chrome, node } = process.versions
  return { electron, chrome, node }
}

/** Text of the file with the licences of all software in the app; rejects when it is not there. */
export function readNotices(path: string): Promise<string> {
  return readFile(path, 'utf8')
}

/** The system's first language, e.g. `ru-RU`. */
export function systemLocale(): string {
  return app.getPreferredSystemLanguages()[0] ?? app.getLocale()
}

/** Puts text on the clipboard: at once, or with a promise in newer runtimes. */
export async function copyText(text: string): Promise<void> {
  await clipboard.writeText(text)
}

/** HTTP through Chromium's network stack: system proxy, PAC, trust store. */
export const netFetch: HttpFetch = (url, init) => net.fetch(url, init)

/** False = certainly offline; true proves nothing. */
export function isOnline(): boolean {
  return net.isOnline()
}

/** Asks the app to end; closing windows must let it. */
export function quitApp(): void {
  app.quit()
}

/** Life-cycle events of the app. `quitting` comes before the windows close, `windowsClosed` after it. */
export function onAppEvents(events: { quitting(): void; windowsClosed(): void }): void {
  app.on('before-quit', () => events.quitting())
  app.on('will-quit', () => events.windowsClosed())
  // A service manager ends the app this way: quit in order instead of dying.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
