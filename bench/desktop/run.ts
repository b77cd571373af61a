// Runs the measurements one after the other and prints each table as soon as it is known.
import { codesTable, measureCodes } from './codes'
import { dropsTable, measureDrops } from './drops'
import { startGateways } from './gateway/gateway-process'
import { idleTable, measureIdle } from './idle'
import { measureMemory, memoryTable } from './memory'
import { measurePileUp, pileUpTable } from './pile-up'
import { measureStart, startTable } from './start'

/** How fast the backends answer, ms. */
const LATENCIES = [50, 1_000, 5_000]
const SIZES = [1, 100, 1_000, 5_000]

interface Wish {
  /** Numbers of the idle measurement; null = 1 to 5,000. */
  readonly sizes: readonly number[] | null
  /** Names of the parts to run; null = all. */
  readonly only: readonly string[] | null
  /** Fewer rounds: to see that it works. */
  readonly quick: boolean
  say(line: string): void
}

/** Measures and prints. Throws for a part that does not exist. */
export async function measure({ sizes, only, quick, say }: Wish): Promise<void> {
  const gateways = await startGateways()
  const idleFor = quick ? 20_000 : 60_000
  const parts: Readonly<Record<string, () => Promise<string>>> = {
    start: async () => startTable(await measureStart(gateways, quick ? 5 : 11)),
    memory: async () => memoryTable(await measureMemory(gateways, quick ? 2 : 3)),
    idle: async () => idleTable(await measureIdle(gateways, sizes ?? SIZES, idleFor), idleFor),
    codes: async () => codesTable(await measureCodes(gateways, LATENCIES, quick ? 2 : 12)),
    drops: async () => dropsTable(await measureDrops(gateways, LATENCIES)),
    'pile-up': async () => pileUpTable(await measurePileUp(gateways)),
  }
  try {
    const unknown = only?.find((each) => !(each in parts))
    if (unknown !== undefined) throw new Error(`There is no part "${unknown}": ${Object.keys(parts).join(', ')}`)
    for (const [name, run] of Object.entries(parts)) {
      if (only !== null && !only.includes(name)) continue
      say(`\n${await run()}`)
    }
  } finally {
    await gateways.stop()
  }
}
