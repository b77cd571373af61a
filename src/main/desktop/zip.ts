// Packs files for the operator to send. Loaded when somebody asks for it.
import { strToU8, zipSync } from 'fflate'

/** Packs text files into a .zip. */
export function packZip(files: readonly { readonly name: string; readonly text: string }[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])))
}
