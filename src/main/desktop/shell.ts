// The app as the OS sees it: version, locale, clipboard, HTTP, quitting, second starts.
import { app, clipboard, net } from 'electron'
import type { HttpFetch } from '../core/ports'

/** Version of the app, from package.json. */
export function appVersion(): string {
  return app.getVersion()
}

/** The system's first language, e.g. `ru-RU`. */
export function systemLocale(): string {
  return app.getPreferredSystemLanguages()[0] ?? app.getLocale()
}

/** Puts text on the clipboard. */
export function copyText(text: string): void {
  clipboard.writeText(text)
}

/** HTTP through Chromium's network stack: system proxy, PAC, trust store. */
export const netFetch: HttpFetch = (url, init) => net.fetch(url, init)

/** False = certainly offline; true says nothing. */
export function isOnline(): boolean {
  return net.isOnline()
}

/** Asks the app to end; closing windows must let it. */
export function quitApp(): void {
  app.quit()
}

/** Durations overridden by a test, as JSON in WPP_COMPANION_TIMINGS. Callers honour it for loopback connections only. */
export function timingOverrides(): Readonly<Record<string, unknown>> {
  const text = process.env['WPP_COMPANION_TIMINGS']
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Another address for Telegram's Bot API, from a test. Callers honour it on loopback only. */
export function telegramInstead(): string | null {
  return process.env['WPP_COMPANION_TELEGRAM'] || null
}

/** Life-cycle events of the app. */
export function onAppEvents(events: { beforeQuit(): void }): void {
  app.on('before-quit', () => events.beforeQuit())
  // A service manager ends the app this way: quit in order instead of dying.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
