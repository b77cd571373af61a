// How much the properties try.

/** Sequences for each property: 2,000 among the tests, 100,000 in the long run (`npm run test:long`). */
export const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 2_000)
/** The same sequences at every `npm test`, so that a failure is the change's; others in every long run. A failure names its seed. */
const SEED = Number(process.env['PROPERTY_SEED'] ?? (RUNS > 2_000 ? Date.now() % 2 ** 31 : 20_261_125))
/** With the path that a failure names, only its counterexample is tried again. */
const PATH = process.env['PROPERTY_PATH']
/** How each property is tried. */
export const TRIED = { numRuns: RUNS, seed: SEED, ...(PATH === undefined ? {} : { path: PATH, endOnFailure: true }) }
/** Time for all of them, ms; a counterexample is shrunk within it too. */
export const PATIENCE = { timeout: 120_000 + RUNS * 60 }

/** Throws unless it is so. For what is looked at millions of times: `expect` costs a hundred times as much. */
export function must(so: boolean, why: () => string): void {
  if (!so) throw new Error(why())
}
