// What only a test build can do. The constant is false in the release, so the bundler leaves these bodies out of it.

/** Set by the build: true in the test build and in unit tests. */
declare const __TEST_BUILD__: boolean

/** Chromium's switches that let another program drive the app and read its pages. They are acted on once Electron is ready. */
const DRIVING_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']
/**
 * What a person may need at the start of a release: how the app appears, and what a desktop, a driver or a container without its own sandbox asks for. All
 * other switches of the runtime start programs, write what the app does to files, or weaken and redirect its connections; Chromium has hundreds of them.
 */
const ALLOWED_SWITCHES = new Set([
  ...['hidden', 'lang', 'user-data-dir', 'no-sandbox', 'password-store', 'original-process-start-time'],
  ...['ozone-platform', 'ozone-platform-hint', 'enable-wayland-ime', 'wayland-text-input-version', 'gtk-version'],
  ...['disable-gpu', 'disable-gpu-compositing', 'disable-software-rasterizer', 'disable-dev-shm-usage', 'in-process-gpu', 'use-gl', 'use-angle'],
  ...['force-device-scale-factor', 'high-dpi-support', 'force-color-profile', 'force-dark-mode', 'force-high-contrast', 'force-renderer-accessibility'],
  ...['no-proxy-server', 'disable-http2'],
])

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

/** What this file needs of Electron's app. */
interface StartedApp {
  readonly commandLine: { hasSwitch(name: string): boolean; removeSwitch(name: string): void }
  relaunch(options: { readonly args: string[] }): void
  exit(code?: number): void
}

/**
 * True when a test drives the app through the debugger. A release takes debugging switches off before Chromium acts on them, and starts itself again without
 * all switches that it does not allow, since some have been acted on already. Null = this process ends.
 */
export function isDebugged(app: StartedApp, argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): boolean | null {
  if (__TEST_BUILD__) return app.commandLine.hasSwitch('remote-debugging-port')
  // A file into which Chromium writes the keys of its connections; it is opened with the first one.
  delete environment['SSLKEYLOGFILE']
  for (const name of DRIVING_SWITCHES) app.commandLine.removeSwitch(name)
  const given = argv.slice(1)
  const args = given.filter(isAllowed)
  if (given.every((arg) => isAllowed(arg) || isDriving(arg))) return false
  app.relaunch({ args })
  app.exit(0)
  return null
}

function isDriving(arg: string): boolean {
  return DRIVING_SWITCHES.includes(switchIn(arg) ?? '')
}

/** Addresses and files are no switches; nothing in the app reads them. */
function isAllowed(arg: string): boolean {
  const name = switchIn(arg)
  return name === null || name === '' || ALLOWED_SWITCHES.has(name)
}

/** The name of a switch, which Chromium takes with one dash, with two, and on Windows with a slash. Null = the argument is none. */
function switchIn(arg: string): string | null {
  return (process.platform === 'win32' ? /^(?:--?|\/)([^=]*)/ : /^--?([^=]*)/).exec(arg)?.[1]?.toLowerCase() ?? null
}
