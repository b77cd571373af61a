// The fire drill: a real message through the whole chain, step by step, so that nobody finds out during a fire that a token was wrong.
import type { DrillStep, EscalationChannel } from '../../../shared/model/escalation'
import type { Outcome } from '../../../shared/model/failure'
import type { Clock } from '../ports'

/** One way out and its steps in order; each answers a detail that is safe to show. */
export interface Way {
  readonly channel: EscalationChannel
  readonly steps: readonly { readonly step: DrillStep['step']; run(): Promise<Outcome<string>> }[]
}

/** Walks all ways at once; each ends at its first failure. */
export async function runFireDrill(ways: readonly Way[], clock: Pick<Clock, 'now'>): Promise<readonly DrillStep[]> {
  return (await Promise.all(ways.map((way) => walk(way, clock)))).flat()
}

async function walk({ channel, steps }: Way, clock: Pick<Clock, 'now'>): Promise<DrillStep[]> {
  const done: DrillStep[] = []
  for (const { step, run } of steps) {
    const from = clock.now()
    const outcome = await run()
    done.push({ channel, step, failure: outcome.ok ? null : outcome.failure, detail: outcome.ok ? outcome.value : '', tookMs: Math.max(0, clock.now() - from) })
    if (!outcome.ok) break
  }
  return done
}
