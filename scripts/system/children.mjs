// Child processes that cannot outlive this one: a small watchdog ends them and removes their folders if we are killed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const WATCHDOG = fileURLToPath(new URL('./watchdog.mjs', import.meta.url))

/** Starts the watchdog of one system. `watch(pid)`, `folder(path)` register; `done()` lets it go after a clean stop. */
export function startWatchdog() {
  const child = spawn(process.execPath, [WATCHDOG], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref()
  child.stdin.unref?.()
  child.stdin.on('error', () => undefined)
  const say = (line) => child.stdin.write(`${line}\n`)
  return {
    watch: (pid) => say(`pid ${pid}`),
    forget: (pid) => say(`forget ${pid}`),
    folder: (path) => say(`folder ${path}`),
    done: () =>
      new Promise((resolve) => {
        child.ref()
        child.once('exit', resolve)
        child.stdin.end('done\n')
      }),
  }
}

/** Resolves when the child has ended, with its exit code or signal; at once if it already has. */
export function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? child.signalCode)
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
}

/** Asks a child to end and kills it after `graceMs`. */
export async function stopChild(child, signal = 'SIGTERM', graceMs = 3_000) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = ended(child)
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await over
  clearTimeout(timer)
}
