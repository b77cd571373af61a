// Descriptions of gateways that an administrator or the operator put beside the app: read at the start, in the order of their names.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Bytes; the app's own have under 4 kB. */
const MOST_BYTES = 64 * 1024
/** Files of one folder. */
const MOST_FILES = 100

/** One file; text null = it cannot be read, or is too large. */
export interface DescriptionFile {
  /** Its name without the folder. */
  readonly file: string
  readonly text: string | null
}

/** The `.json` files of these folders. A folder that is not there has none. */
export function readDescriptionFiles(folders: readonly string[]): readonly DescriptionFile[] {
  return folders.flatMap((folder) => namesIn(folder).map((name) => ({ file: basename(name), text: textOf(join(folder, name)) })))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .slice(0, MOST_FILES)
  } catch {
    return []
  }
}

function textOf(path: string): string | null {
  try {
    return statSync(path).size > MOST_BYTES ? null : readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
