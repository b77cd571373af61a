// Unzips with modes and symlinks, without the system's unzip (a bare machine has none).
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'

/**
 * Unpacks a zip into `target`. `rename` maps an entry's name to a path under `target`, or null to leave it out.
 * Rejects on a damaged zip and on a name that would leave `target`.
 */
export async function unzip(file, target, rename) {
  const zip = await yauzl.openPromise(file)
  for await (const entry of zip.eachEntry()) {
    const name = rename(entry.fileName)
    if (name === null || name === '') continue
    const to = path.resolve(target, name)
    if (to !== target && !to.startsWith(target + path.sep)) throw new Error(`Entry outside the folder: ${entry.fileName}`)
    const mode = entry.externalFileAttributes >>> 16
    if (entry.fileName.endsWith('/')) {
      fs.mkdirSync(to, { recursive: true })
      continue
    }
    fs.mkdirSync(path.dirname(to), { recursive: true })
    const stream = await zip.openReadStreamPromise(entry)
    if ((mode & 0o170000) === 0o120000) {
      const chunks = []
      for await (const chunk of stream) chunks.push(chunk)
      fs.symlinkSync(Buffer.concat(chunks).toString(), to)
    } else {
      await pipeline(stream, fs.createWriteStream(to, { mode: mode & 0o777 || 0o644 }))
    }
  }
}
