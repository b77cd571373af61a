// Child processes of the scripts: quiet ones whose output shows only when they fail, and loud ones that stream.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

/** Path of a program that a package of the project brings, run with this same Node. */
export function bin(name) {
  return path.join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
}

/** True when a program of that name is on the PATH. */
export function onPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((dir) => dir !== '' && fs.existsSync(path.join(dir, name)))
}

/**
 * Runs a program to its end. `timeout` in ms; `loud` streams its output instead of collecting it.
 * Never rejects for what the program does: answers `{ code, output }`, code -1 when it could not start or ran out of time.
 */
export function exec(command, args, { cwd = ROOT, env = process.env, timeout = 0, loud = false } = {}) {
  return new Promise((resolve) => {
    const stdio = loud ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe']
    const child = spawn(command, args, { cwd, env, stdio, shell: process.platform === 'win32' && command.endsWith('.cmd') })
    let output = ''
    let late = false
    const timer =
      timeout > 0
        ? setTimeout(() => {
            late = true
            child.kill('SIGKILL')
          }, timeout)
        : undefined
    child.stdout?.on('data', (chunk) => {
      output += chunk
    })
    child.stderr?.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: -1, output: `${output}${error.message}` })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: late ? -1 : (code ?? -1), output })
    })
  })
}
