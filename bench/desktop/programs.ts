// Programs under measurement: the packaged app and the baselines, which are packaged the same way on the same runtime.
import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createPackage } from '@electron/asar'
import { PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'

/** The packaged app's folder linked to `folder`, with another program inside: same runtime, same fuses, same kind of package. Answers the executable. */
export async function packBaseline(source: string, folder: string): Promise<string> {
  execFileSync('cp', ['-al', dirname(PACKAGED_APP), folder])
  const archive = join(folder, 'resources', 'app.asar')
  rmSync(archive)
  rmSync(`${archive}.unpacked`, { recursive: true, force: true })
  await createPackage(source, archive)
  return join(folder, 'wpp-companion')
}

/** A running program. */
export interface Program {
  readonly pid: number
  /** Epoch ms. */
  readonly startedAt: number
  readonly child: ChildProcess
  /** Ends it as a session manager does and waits until it is gone. */
  stop(): Promise<void>
}

/** Starts an executable in the world. Root has no sandbox, and there is no graphics card: the same for all. */
export function startProgram(executable: string, world: World, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Program {
  const startedAt = Date.now()
  const child = spawn(executable, ['--no-sandbox', '--disable-gpu', ...args], { env: { ...world.env, ...env }, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(force)
  }
  world.onStop(stop)
  return { pid: child.pid ?? 0, startedAt, child, stop }
}
