// Looks for secrets in bytes, in every form in which a program is likely to leave one behind.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ClassicLevel } from 'classic-level'
import type { Page } from 'playwright-core'

/** Somewhere to look. */
export interface Place {
  readonly name: string
  readonly bytes: Buffer
}

/** A text in the encodings that are searched. Base64 has three forms, by the place at which the text starts in what was encoded. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(secret)
  const wide = Buffer.from(secret, 'utf16le')
  const forms = new Map([
    ['UTF-8', plain],
    ['JSON', Buffer.from(JSON.stringify(secret).slice(1, -1))],
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
    ['URL', Buffer.from(encodeURIComponent(secret))],
    ['form', Buffer.from(new URLSearchParams({ s: secret }).toString().slice(2))],
  ])
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), plain])
    // Only characters that come from the secret's bits alone.
    const [from, to] = [Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6)]
    forms.set(`base64+${shift}`, Buffer.from(shifted.toString('base64').slice(from, to)))
    forms.set(`base64url+${shift}`, Buffer.from(shifted.toString('base64url').slice(from, to)))
  }
  return forms
}

/** What was found: `<secret's name> as <encoding> in <place>`. Never the secret itself. */
export function search(secrets: ReadonlyMap<string, string>, places: readonly Place[]): readonly string[] {
  return [...secrets].flatMap(([name, secret]) => {
    const forms = [...formsOf(secret)]
    return places.flatMap((place) => forms.filter(([, bytes]) => place.bytes.includes(bytes)).map(([form]) => `${name} as ${form} in ${place.name}`))
  })
}

/** All files below a folder; databases of LevelDB (whose blocks are compressed) also unpacked. The program that owns them has ended. */
export async function placesIn(folder: string): Promise<readonly Place[]> {
  const places: Place[] = []
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (entry.isFile()) places.push({ name, bytes: readFileSync(path) })
    if (entry.isDirectory() && existsSync(join(path, 'CURRENT'))) places.push({ name: `${name} (unpacked)`, bytes: await unpacked(path) })
  }
  return places
}

async function unpacked(database: string): Promise<Buffer> {
  const copy = mkdtempSync(join(tmpdir(), 'leveldb-'))
  try {
    cpSync(database, copy, { recursive: true })
    const level = new ClassicLevel<Buffer, Buffer>(copy, { createIfMissing: false, keyEncoding: 'buffer', valueEncoding: 'buffer' })
    const parts: Buffer[] = []
    for await (const [key, value] of level.iterator()) parts.push(key, Buffer.from('\n'), value, Buffer.from('\n'))
    await level.close()
    return Buffer.concat(parts)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Every string on the JavaScript heap of a window. */
export async function heapOf(page: Page): Promise<Place> {
  const cdp = await page.context().newCDPSession(page)
  const chunks: string[] = []
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await cdp.detach()
  const { strings } = JSON.parse(chunks.join('')) as { strings: string[] }
  return { name: 'heap of the window', bytes: Buffer.from(strings.join('\n')) }
}
