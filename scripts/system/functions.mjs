// The edge functions under real Deno, unchanged: one process each, on a socket of its own, started again when it dies.
import { spawn } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, stopChild } from './children.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FUNCTIONS = join(ROOT, 'supabase', 'functions')
/** A function that dies at once is not started again faster than this, ms. */
const RESTART_PAUSE = 150
const READY_DEADLINE = 20_000

/** Names of the functions: folders with an index.ts. */
export function functionNames(folder = FUNCTIONS) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
    .map((entry) => entry.name)
    .sort()
}

/** Deno's own executable. The launcher of the npm package is not used, because ending it would not end Deno. */
export function denoBinary() {
  const scope = join(ROOT, 'node_modules', '@deno')
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno'
  const found = existsSync(scope)
    ? readdirSync(scope)
        .map((each) => join(scope, each, name))
        .find((path) => existsSync(path))
    : undefined
  if (!found) throw new Error('Deno is not installed. Run "npm ci" without --omit=optional.')
  try {
    accessSync(found, constants.X_OK)
  } catch {
    // The package may lack the executable bit; its launcher, which sets it, has not run yet.
    chmodSync(found, 0o755)
  }
  return found
}

/** Deno's arguments: npm packages from our node_modules, nothing fetched. */
export const DENO_FLAGS = ['--node-modules-dir=manual', '--cached-only', '--no-prompt', '--no-lock']

function answers(socketPath) {
  return new Promise((resolve) => {
    const ask = request({ socketPath, method: 'OPTIONS', path: '/', timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode !== undefined)
    })
    ask.on('error', () => resolve(false))
    ask.on('timeout', () => ask.destroy())
    ask.end()
  })
}

async function waitUntilReady(name, running) {
  const until = Date.now() + READY_DEADLINE
  while (!(await answers(running.socket))) {
    if (Date.now() > until) throw new Error(`${name} did not start: ${running.tail}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/**
 * Starts functions. `environment` is all that they get, beside PATH and HOME of this process. `aliases` starts a
 * function a second time under another name, so that a test may kill one worker while others go on.
 */
export async function startFunctions({ folder, watchdog, environment, names = functionNames(), aliases = {}, onLine = () => undefined, source = FUNCTIONS }) {
  const running = new Map()
  let stopping = false

  const launch = (name) => {
    const socket = join(folder, `${name}.sock`)
    rmSync(socket, { force: true })
    const child = spawn(denoBinary(), ['run', '-A', ...DENO_FLAGS, '--config', join(FUNCTIONS, 'deno.json'), join(source, aliases[name] ?? name, 'index.ts')], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DENO_DIR: process.env.DENO_DIR,
        NO_COLOR: '1',
        DENO_NO_UPDATE_CHECK: '1',
        DENO_SERVE_ADDRESS: `unix:${socket}`,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    watchdog.watch(child.pid)
    const state = { child, socket, tail: '' }
    running.set(name, state)
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ''
      stream.on('data', (chunk) => {
        state.tail = (state.tail + chunk).slice(-4_000)
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) onLine(name, line)
      })
    }
    child.once('exit', () => {
      watchdog.forget(child.pid)
      if (!stopping && running.get(name) === state) setTimeout(() => !stopping && launch(name), RESTART_PAUSE)
    })
    return state
  }

  for (const name of [...names, ...Object.keys(aliases)]) launch(name)
  const stop = async () => {
    stopping = true
    await Promise.all([...running.values()].map(({ child }) => stopChild(child, 'SIGTERM', 3_000)))
  }
  try {
    await Promise.all([...running].map(([name, state]) => waitUntilReady(name, state)))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    names,
    /** Path of a function's socket; null = no such function. */
    socketOf: (name) => running.get(name)?.socket ?? null,
    pidOf: (name) => running.get(name)?.child.pid ?? null,
    /** Kills one function as an out-of-memory killer would, and resolves when its successor answers. */
    async kill(name) {
      const state = running.get(name)
      if (!state) throw new Error(`No function ${name}`)
      const over = ended(state.child)
      state.child.kill('SIGKILL')
      await over
      const until = Date.now() + READY_DEADLINE
      while (running.get(name) === state) {
        if (Date.now() > until) throw new Error(`${name} was not started again`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await waitUntilReady(name, running.get(name))
    },
    /** Removes a function, as if it had never been deployed. */
    async remove(name) {
      const state = running.get(name)
      running.delete(name)
      if (state) await stopChild(state.child, 'SIGTERM', 3_000)
    },
    stop,
  }
}
