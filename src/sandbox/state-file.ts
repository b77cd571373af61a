// The platform's state file. It is written as a whole and atomically; writes in quick succession are joined.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CAUSES } from '../shared/model/session'
import { newSeed } from './codes'

const savedNumber = z.object({
  session: z.string().min(1),
  organizationId: z.string(),
  connected: z.boolean(),
  cause: z.enum(CAUSES).nullable(),
  linkedPhone: z.string().nullable(),
  phoneOnline: z.boolean(),
  webhook: z.string().nullable(),
  removed: z.boolean(),
  keyRevoked: z.boolean(),
})

const savedState = z.object({ version: z.literal(1), seed: z.string().min(16), counter: z.number().int().min(0), numbers: z.array(savedNumber) })

/** What survives a restart. API keys are derived from the seed, so no key is in the file. */
export type SavedState = z.infer<typeof savedState>

/** The file of one platform. */
export interface StateFile {
  /** The state when the file was opened. */
  readonly initial: SavedState
  /** Settles when everything up to now is on disk; rejects if it cannot be written, and the next save tries again. */
  save(): Promise<void>
}

/** Opens or begins the state in a folder. A damaged file is set aside, never overwritten. */
export async function openStateFile(dir: string, snapshot: () => SavedState): Promise<StateFile> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'sandbox.json')
  const initial = await read(path)
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null

  const write = async (): Promise<void> => {
    next = null // later changes need another write
    await replace(path, JSON.stringify(snapshot()))
  }
  return {
    initial,
    save() {
      if (next) return next
      next = writing.then(write, write)
      writing = next.catch(() => undefined)
      return next
    },
  }
}

async function read(path: string): Promise<SavedState> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { version: 1, seed: newSeed(), counter: 0, numbers: [] }
  }
  const parsed = savedState.safeParse(parse(text))
  if (parsed.success) return parsed.data
  await rename(path, `${path}.damaged-${Date.now()}`)
  return { version: 1, seed: newSeed(), counter: 0, numbers: [] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
