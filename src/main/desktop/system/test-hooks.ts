// What only a test build can do. The constant is false in the release, so the bundler leaves these bodies out of it.

/** Set by the build: true in the test build and in unit tests. */
declare const __TEST_BUILD__: boolean

/** Chromium's switches that let another program drive the app and read its pages. They are acted on once Electron is ready. */
const DRIVING_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins']
/** Switches that change how scripts run, write what the app does to files, or weaken its connections. Some have been acted on before the first line of the app runs. */
const EARLY_SWITCHES = [
  ...[
    'js-flags',
    'ssl-key-log-file',
    'log-net-log',
    'net-log-capture-mode',
    'net-log-duration',
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list',
  ],
  ...['trace-startup', 'trace-startup-file', 'trace-startup-duration', 'trace-startup-format', 'trace-config-file', 'enable-tracing', 'enable-tracing-output'],
  ...['disable-web-security', 'allow-running-insecure-content', 'load-extension'],
]

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
 * True when a test drives the app through the debugger. A release takes debugging switches off before Chromium acts on them; where that is too late it starts
 * itself again without them. Null = this process ends.
 */
export function isDebugged(app: StartedApp, argv: readonly string[]): boolean | null {
  if (__TEST_BUILD__) return app.commandLine.hasSwitch('remote-debugging-port')
  for (const name of DRIVING_SWITCHES) app.commandLine.removeSwitch(name)
  if (!EARLY_SWITCHES.some((name) => app.commandLine.hasSwitch(name))) return false
  const isDebugging = (arg: string): boolean => [...DRIVING_SWITCHES, ...EARLY_SWITCHES].includes(/^--?([^=]*)/.exec(arg)?.[1]?.toLowerCase() ?? '')
  const args = argv.slice(1).filter((arg) => !isDebugging(arg))
  // A switch that is in no argument would come again, and the app with it.
  const clean = args.length < argv.length - 1
  if (clean) app.relaunch({ args })
  app.exit(clean ? 0 : 1)
  return null
}
