// Tells which of our tray icons a picture on the bus is, by its pixels.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'

/** The tray's states: the files of resources/tray. */
const TRAY_ICONS = ['connected', 'working', 'attention', 'disconnected', 'empty'] as const
export type TrayIcon = (typeof TRAY_ICONS)[number]

/** RGBA, premultiplied by alpha, top row first. */
interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const FOLDER = join(import.meta.dirname, '../../../../resources/tray')
const TOLERANCE = 3 // mean difference of a channel, of 255: premultiplying rounds; the nearest two icons differ by more than 20

const ours = TRAY_ICONS.flatMap((icon) => [`${icon}.png`, `${icon}@2x.png`].map((file) => ({ icon, picture: fromPng(readFileSync(join(FOLDER, file))) })))

/** The icon whose pixels these are; null = none of ours. */
export function whichIcon(picture: Picture): TrayIcon | null {
  const scored = ours
    .filter((each) => each.picture.width === picture.width && each.picture.height === picture.height)
    .map(({ icon, picture: mine }) => ({ icon, distance: meanDifference(mine.data, picture.data) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = scored
  return best && best.distance <= TOLERANCE ? best.icon : null
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
}

/** A picture of a StatusNotifierItem: ARGB in network order, not premultiplied. */
export function fromPixmap(width: number, height: number, argb: Uint8Array): Picture {
  const rgba = new Uint8Array(argb.length)
  for (let at = 0; at + 3 < argb.length; at += 4) rgba.set([argb[at + 1] ?? 0, argb[at + 2] ?? 0, argb[at + 3] ?? 0, argb[at] ?? 0], at)
  return { width, height, data: premultiplied(rgba) }
}

/** A PNG file's picture. */
function fromPng(file: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(file)
  return { width, height, data: premultiplied(data) }
}

/** Colour where it cannot be seen is noise, and faint colour is rounded: premultiplied, neither counts. */
function premultiplied(rgba: Uint8Array): Uint8Array {
  return rgba.map((value, index) => (index % 4 === 3 ? value : Math.round((value * (rgba[index - (index % 4) + 3] ?? 0)) / 255)))
}

/** The picture in an icon theme folder (how GNOME gets it); null when it is not there (yet). */
export function fromTheme(folder: string, name: string): Picture | null {
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find((each) => each.includes(name) && each.endsWith('.png'))
  return file ? fromPng(readFileSync(join(folder, file))) : null
}
