// A feature is one thing the app can do, started over the shared parts. Features register themselves in the list of app.ts.
import { CALLS, type CallHandlers, type CallName } from '../../../shared/ipc/contract'
import type { Parts } from './parts'

/** What a started feature gives back. */
interface StartedFeature {
  /** The IPC calls it answers. */
  readonly handlers?: Partial<CallHandlers>
  /** Called when the app quits. */
  dispose?(): void
}

/** One feature. */
export interface Feature {
  readonly name: string
  start(parts: Parts): StartedFeature
}

/** All features, started. */
export interface StartedFeatures {
  readonly handlers: CallHandlers
  /** Ends them, the last one first. */
  dispose(): void
}

/** Starts them in order. Throws (a bug) when two features answer the same call, or none answers a call of the contract. */
export function startFeatures(features: readonly Feature[], parts: Parts): StartedFeatures {
  const answeredBy = new Map<string, string>()
  const started = features.map((feature) => {
    const running = feature.start(parts)
    for (const call of Object.keys(running.handlers ?? {})) {
      const other = answeredBy.get(call)
      if (other !== undefined) throw new Error(`The features "${other}" and "${feature.name}" both answer ${call}`)
      answeredBy.set(call, feature.name)
    }
    return running
  })
  const missing = (Object.keys(CALLS) as CallName[]).filter((call) => !answeredBy.has(call))
  if (missing.length > 0) throw new Error(`No feature answers ${missing.join(', ')}`)
  return {
    handlers: Object.assign({}, ...started.map(({ handlers }) => handlers)) as CallHandlers,
    dispose() {
      for (const each of [...started].reverse()) each.dispose?.()
    },
  }
}
