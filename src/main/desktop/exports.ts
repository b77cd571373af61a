// Files made for the operator: they land among the downloads, under a free name, and can be shown in their folder.
import { app, shell } from 'electron'
import { existsSync, mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Log } from '../core/ports'

/** Saves and shows exported files. */
export interface Exports {
  /** Answers its path; null = the disk refused. */
  save(name: string, content: string | Uint8Array): Promise<string | null>
  /** Shows the last one in the system's file manager; false = there is none any more. */
  reveal(): boolean
}

/** Makes them. */
export function exportsTo({ log }: { readonly log: Log }): Exports {
  let last: string | null = null
  return {
    async save(name, content) {
      try {
        const folder = app.getPath('downloads')
        mkdirSync(folder, { recursive: true })
        for (let copy = 1; ; copy += 1) {
          const { name: stem, ext } = parse(name)
          const path = join(folder, copy === 1 ? name : `${stem} (${copy})${ext}`)
          const written = await writeNew(path, content)
          if (!written) continue
          last = path
          return path
        }
      } catch (error) {
        log.error('file not saved', { error: error instanceof Error ? error.message : String(error) })
        return null
      }
    },
    reveal() {
      if (last === null || !existsSync(last)) return false
      shell.showItemInFolder(last)
      return true
    },
  }
}

/** False = the name is taken. */
async function writeNew(path: string, content: string | Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
