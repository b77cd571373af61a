// Writes a file of the profile so that no crash leaves half of it.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Addresses, logins and phone numbers: nobody else's business. */
export const FILE_MODE = 0o600

/** Replaces a file so that after a crash either the old or the new one is there, whole. Throws what the disk says. */
export function writeAtomically(path: string, text: string): void {
  const half = `${path}.tmp`
  try {
    const file = openSync(half, 'w', FILE_MODE)
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}
