// What a program and all its child processes cost, read from /proc (needs root for smaps_rollup of sandboxed processes).
import { readdirSync, readFileSync } from 'node:fs'

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

/** Proportional set size of the whole tree, MB. */
export function pssOf(root: number): number {
  let kilobytes = 0
  for (const pid of treeOf(root).keys()) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0)
    } catch {
      // the process ended while it was read
    }
  }
  return kilobytes / 1024
}

/** Processor time of the whole tree so far, ms. Processes that ended between two calls are missing from the second. */
export function cpuOf(root: number): number {
  return [...treeOf(root).values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** How many processes the tree has. */
export function sizeOf(root: number): number {
  return treeOf(root).size
}
