// Packs files for the operator to send. Loaded when somebody asks for it.
import { strToU8, Zip, ZipDeflate } from 'fflate'

/** Bytes packed in one turn: about 10 ms. */
const A_TURN = 65_536

/** Packs text files into a .zip; `pause` lets others have their turn. */
export async function packZip(files: readonly { readonly name: string; readonly text: string }[], pause: () => Promise<void>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let failure = null as Error | null // set by a callback
  const zip = new Zip((error, part) => {
    failure ??= error
    parts.push(part)
  })
  for (const { name, text } of files) {
    const entry = new ZipDeflate(name)
    zip.add(entry)
    const bytes = strToU8(text)
    let at = 0
    for (; at + A_TURN < bytes.length; at += A_TURN) {
      entry.push(bytes.subarray(at, at + A_TURN))
      await pause()
    }
    entry.push(bytes.subarray(at), true)
  }
  zip.end()
  if (failure) throw failure
  return Buffer.concat(parts)
}
