// Runs the measurements one after the other and prints each table as soon as it is known.
import { startGateways } from './gateway-process'
import { measureStart, startTable } from './start'

interface Wish {
  /** Names of the parts to run; null = all. */
  readonly only: readonly string[] | null
  /** Fewer rounds: to see that it works. */
  readonly quick: boolean
  say(line: string): void
}

/** Measures and prints. */
export async function measure({ only, quick, say }: Wish): Promise<void> {
  const gateways = await startGateways()
  const parts: Readonly<Record<string, () => Promise<string>>> = {
    start: async () => startTable(await measureStart(gateways, quick ? 5 : 15)),
  }
  try {
    for (const [name, run] of Object.entries(parts)) {
      if (only !== null && !only.includes(name)) continue
      say(`\n${await run()}`)
    }
  } finally {
    await gateways.stop()
  }
}
