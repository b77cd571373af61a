// Chromium's sandbox when the app is started from its sources, where nothing could be installed setuid.
import fs from 'node:fs'
import path from 'node:path'
import { say, Stop } from './say.mjs'

const setting = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '')

/** Flags for a start on this system. Throws {@link Stop} with the one command where an ordinary user cannot have a sandbox. */
export function sandboxFlags(runtime) {
  if (process.platform !== 'linux') return []
  if (process.getuid() === 0) {
    say('Running as root: Chromium refuses its sandbox to root, so it is off here; an installed app run by an ordinary user has it on.')
    return ['--no-sandbox']
  }
  const helper = path.join(runtime.dir, 'chrome-sandbox')
  const stat = fs.statSync(helper, { throwIfNoEntry: false })
  const setuid = stat?.uid === 0 && (stat.mode & 0o4000) !== 0
  const restricted = setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' || setting('/proc/sys/kernel/unprivileged_userns_clone') === '0'
  if (restricted && !setuid) {
    throw new Stop(
      `This system gives a sandbox to installed programs only. Run this once, then try again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n`,
    )
  }
  return []
}
