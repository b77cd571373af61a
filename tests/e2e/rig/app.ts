// The packaged app, started in a world and driven through what a person sees. Playwright attaches through the inspector (test package only).
import { execFileSync, type ChildProcess } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import type { Timings } from '../../../src/shared/timings'
import type { World } from './world'

const ROOT = join(import.meta.dirname, '../../..')
/** The test package: the release with one fuse on, the inspector. */
export const PACKAGED_APP = join(ROOT, 'dist/test/linux-unpacked/wpp-companion')
/** Where failing tests leave what they saw. */
export const RESULTS = join(ROOT, 'test-results')

const LAUNCH_LIMIT = 30_000
const QUIT_LIMIT = 15_000

/** How to start the app. */
export interface LaunchOptions {
  readonly world: World
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Shorter durations; the app honours them for loopback connections only. */
  readonly timings?: Partial<Timings>
  /** Chromium's sandbox on; impossible as root. */
  readonly chromiumSandbox?: boolean
  /** Another executable, e.g. an installed one. */
  readonly executable?: string
  /** Name of the files a failing test leaves; default `app`. */
  readonly name?: string
}

/** What runs in the main process. */
type InMain<Answer, Argument = undefined> = (electron: typeof Electron.CrossProcessExports, argument: Argument) => Answer | Promise<Answer>

/** A running app. */
export interface RunningApp {
  /** Playwright's side of it. What is to run in the main process goes through `inMain`. */
  readonly electron: Omit<ElectronApplication, 'evaluate' | 'evaluateHandle'>
  /** Runs a function in the main process, as Playwright's `evaluate` does: it sees its arguments only, and its answer is JSON. */
  inMain<Answer, Argument = undefined>(run: InMain<Answer, Argument>, argument?: Argument): Promise<Answer>
  /** The window that is open or opens next. */
  window(): Promise<Page>
  /** The close button: what a window manager sends. Waits until the window is gone. */
  closeWindow(): Promise<void>
  /** Resolves with the exit code when the app has ended by itself. */
  readonly ended: Promise<number | null>
  /** Writes a PNG of the window to test-results/<name>.png and answers its bytes. */
  screenshot(name: string): Promise<Buffer>
  /** Quits as a service manager ends the app. Fails if it has to be killed, because it hung. */
  stop(): Promise<void>
}

/** Starts the app; it is ended together with its world. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const { world } = options
  const executablePath = options.executable ?? PACKAGED_APP
  if (!existsSync(executablePath)) throw new Error('The app is not packaged for tests: npm run package -- --test')
  mkdirSync(RESULTS, { recursive: true })
  const electron = await _electron.launch({
    executablePath,
    args: ['--disable-gpu', ...(options.args ?? [])],
    env: { ...world.env, ...(options.timings ? { WPP_COMPANION_TIMINGS: JSON.stringify(options.timings) } : {}), ...options.env },
    chromiumSandbox: options.chromiumSandbox ?? false,
    timeout: LAUNCH_LIMIT,
  })
  const child = electron.process()
  const log = createWriteStream(join(RESULTS, `${options.name ?? 'app'}.log`), { flags: 'a' })
  child.stdout?.on('data', (chunk) => log.write(chunk))
  child.stderr?.on('data', (chunk) => log.write(chunk))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  void ended.then(() => log.end())

  const window = async (): Promise<Page> => {
    const page = electron.windows().find((each) => !each.isClosed()) ?? (await electron.waitForEvent('window'))
    await page.waitForLoadState('domcontentloaded')
    return page
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const force = setTimeout(() => child.kill('SIGKILL'), QUIT_LIMIT)
    // Not Playwright's close(): the inspector runs its app.quit() in the midst of other code of the app, which cannot happen to a user.
    child.kill('SIGTERM')
    await ended
    clearTimeout(force)
    if (endedBy(child) === 'SIGKILL') throw new Error(`The app did not quit within ${QUIT_LIMIT} ms`)
  }
  world.onStop(stop)
  return {
    electron,
    inMain: (run, argument) => inMain(electron, run, argument),
    window,
    async closeWindow() {
      const page = await window()
      const closed = page.isClosed() ? Promise.resolve() : page.waitForEvent('close')
      await world.display.closeWindows()
      await closed
    },
    ended,
    screenshot: async (name) => (await window()).screenshot({ path: join(RESULTS, `${name}.png`), animations: 'disabled' }),
    stop,
  }
}

/**
 * Playwright's `evaluate`, always of an async function. The inspector interrupts whatever main is doing and waits for the answer by a weak
 * reference. A plain answer becomes a promise that nobody else holds, so a garbage collection before main is idle again loses it ("Resulting
 * promise was garbage collected"); what an async function waits for is held until it is read.
 */
function inMain<Answer, Argument>(electron: ElectronApplication, run: InMain<Answer, Argument>, argument?: Argument): Promise<Answer> {
  return electron.evaluate<Answer, { source: string; argument: Argument }>(
    async (main, passed) => {
      // Source of this very test, which Playwright would have evaluated in the same way.
      const call = (0, eval)(`(${passed.source})`) as InMain<Answer, Argument>
      return call(main, passed.argument as Argument)
    },
    { source: run.toString(), argument: argument as Argument } as never,
  )
}

/** The signal that ended a process; null = it ended by itself. */
function endedBy({ signalCode }: ChildProcess): NodeJS.Signals | null {
  return signalCode
}

/** Copies the packaged app into the world, readable for an ordinary user, for tests that run it as one. Answers the executable. */
export function copyApp(world: World): string {
  const to = join(world.bus.folder, 'app')
  execFileSync('cp', ['-a', join(PACKAGED_APP, '..'), to])
  return join(to, 'wpp-companion')
}
