// What only a test build can do. The constant is false in the release, so the bundler leaves these bodies out of it.

/** Set by the build: true in the test build and in unit tests. */
declare const __TEST_BUILD__: boolean

/** Chromium's switches that let another program drive the app and read its pages, or change how its scripts run. */
const DEBUGGING_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'js-flags']

/** Durations overridden by a test, as JSON in WPP_COMPANION_TIMINGS. Callers honour it for loopback connections only. */
export function timingOverrides(): Readonly<Record<string, unknown>> {
  if (!__TEST_BUILD__) return {}
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
  return __TEST_BUILD__ ? process.env['WPP_COMPANION_TELEGRAM'] || null : null
}

/** True when a test drives the app through the debugger. A release takes the switches off before Chromium acts on them. */
export function isDebugged(commandLine: { hasSwitch(name: string): boolean; removeSwitch(name: string): void }): boolean {
  if (__TEST_BUILD__) return commandLine.hasSwitch('remote-debugging-port')
  for (const name of DEBUGGING_SWITCHES) commandLine.removeSwitch(name)
  return false
}
