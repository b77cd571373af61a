// Files that the operator exports: saved in the downloads folder under a free name, and shown in the file manager on request.
import { app, shell } from 'electron'
import { existsSync, mkdirSync } from 'node:fs'
import { open, rm, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Log } from '../../core/ports'

/** A whole file, or one that is made while it is written. */
type ExportContent = string | Uint8Array | AsyncIterable<string>

/** Saves and shows exported files. */
export interface ExportedFiles {
  /** Answers its path; null = the disk refused. */
  save(name: string, content: ExportContent): Promise<string | null>
  /** Shows the last one in the system's file manager; false = there is none any more. */
  reveal(): boolean
}

/** Builds it over the downloads folder. */
export function createExportedFiles({ log }: { readonly log: Log }): ExportedFiles {
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

/** False = the name is taken. A file that could not be written to its end is deleted. */
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
