// The snapshot that the next start shows first, beside the settings. It is used only with the very settings file, and by the very version, it was written for.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { writeAtomically } from './atomic-file'
import { SETTINGS_NAME } from './settings-text'

const NAME = 'start-snapshot.json'

/** Where it lies and who reads it. */
interface Place {
  /** The profile's folder. */
  readonly folder: string
  readonly version: string
  /** The folder of the page's files. Their names change with their code, so that no other build of the same version draws it. */
  readonly page: string
}

/** Writes it; throws what the disk says. To be called when the settings are on disk; where nothing was ever saved, there is nothing to show either. */
export function writeStartSnapshot(place: Place, snapshot: unknown): void {
  const text = JSON.stringify(snapshot)
  const first = header(place, text)
  if (first !== null) writeAtomically(join(place.folder, NAME), `${first}\n${text}`)
}

/** Its JSON; null = there is none, it is damaged, or the settings were changed without it (a crash, another program, another version). Never throws. */
export function readStartSnapshot(place: Place): string | null {
  try {
    const file = readFileSync(join(place.folder, NAME), 'utf8')
    const end = file.indexOf('\n')
    const text = file.slice(end + 1)
    return file.slice(0, end) === header(place, text) ? text : null
  } catch {
    return null
  }
}

/** What it was written for; null = there are no settings. */
function header({ folder, version, page }: Place, text: string): string | null {
  const settings = statSync(join(folder, `${SETTINGS_NAME}.json`), { throwIfNoEntry: false })
  const assets = join(page, 'assets')
  const code = existsSync(assets) ? readdirSync(assets).sort() : []
  return settings ? [version, ...code, settings.size, settings.mtimeMs, crc32(text)].join(' ') : null
}
