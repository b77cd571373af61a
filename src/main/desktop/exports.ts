// Files made for the operator: they land among the downloads, under a free name, and can be shown in their folder.
import { app, shell } from 'electron'
import { existsSync, mkdirSync } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Log } from '../core/ports'

/** A whole file, or one that is made while it is written. */
export type ExportContent = string | Uint8Array | AsyncIterable<string>

/** Saves and shows exported files. */
export interface Exports {
  /** Answers its path; null = the disk refused. */
  save(name: string, content: ExportContent): Promise<string | null>
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

/** False = the name is taken. Of a file that could not be written to its end nothing is left. */
async function writeNew(path: string, content: ExportContent): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return null
    throw error
  })
  if (!file) return false
  try {
    await writeFile(file, content)
    await file.close()
    return true
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}
