// What a program and all its child processes cost, read from /proc (needs root for smaps_rollup of sandboxed processes).
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** Clock ticks a second: fixed in Linux's user-space ABI. */
const TICKS = 100

interface Stat {
  readonly parent: number
  /** Processor time so far, ms. */
  readonly cpuMs: number
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything; fields are counted from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS }
  } catch {
    return null // the process ended while it was read
  }
}

/** The process and its descendants. */
function treeOf(root: number): Map<number, Stat> {
  const all = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null
    if (stat) all.set(Number(name), stat)
  }
  const inTree = (pid: number): boolean => pid === root || (all.has(pid) && inTree(all.get(pid)?.parent ?? 0))
  return new Map([...all].filter(([pid]) => inTree(pid)))
}

/** Memory of a tree of processes, MB. */
export interface Memory {
  /** Proportional set size: what is shared with other programs counts in part, so it falls while another Electron runs. */
  readonly pss: number
  /** Unique set size: what would be free if the program ended. */
  readonly uss: number
}

/** Memory of the whole tree. */
export function memoryOf(root: number): Memory {
  const sums = { pss: 0, uss: 0 }
  for (const pid of treeOf(root).keys()) {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
      const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
      sums.pss += kilobytes('Pss') / 1024
      sums.uss += (kilobytes('Private_Clean') + kilobytes('Private_Dirty')) / 1024
    } catch {
      // the process ended while it was read
    }
  }
  return sums
}

/** Processes of other Electron programs than those under `root`: they share memory with it. */
export function otherElectrons(root: number): readonly number[] {
  const own = treeOf(root)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !own.has(Number(name)) && /^(electron|wpp-companion)$/.test(programOf(name)))
    .map(Number)
}

function programOf(pid: string): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''))
  } catch {
    return '' // it ended, or is a thread of the kernel
  }
}

/** Processor time of the whole tree so far, ms. Processes that ended between two calls are missing from the second. */
export function cpuOf(root: number): number {
  return [...treeOf(root).values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** How many processes the tree has. */
export function sizeOf(root: number): number {
  return treeOf(root).size
}
