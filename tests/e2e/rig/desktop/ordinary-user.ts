// Runs a program as an ordinary user: to root Chromium refuses its sandbox. Where the tests themselves are an ordinary user's, nothing is to do.
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from '../world'

/** `nobody`, on every Debian. */
const USER = 65534

/** Gives the world to an ordinary user and answers a program that starts `executable` as that user. */
export function asOrdinaryUser(world: World, executable: string): string {
  if (process.getuid?.() !== 0) return executable
  const { folder, env } = world.bus
  chmodSync(folder, 0o755)
  execFileSync('chown', ['-R', String(USER), world.home, env['XDG_RUNTIME_DIR'] ?? '', world.env['TMPDIR'] ?? ''])
  const starter = join(folder, 'as-ordinary-user')
  writeFileSync(starter, `#!/bin/sh\nexec setpriv --reuid=${USER} --regid=${USER} --clear-groups -- '${executable}' "$@"\n`, { mode: 0o755 })
  return starter
}
