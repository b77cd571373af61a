// The durations that hold for a backend: those of the table, or a test's own on this computer.
import type { ConnectionKind } from '../../../shared/model/connection-kinds'
import { mergeTimings, TIMINGS, type Timings } from '../../../shared/timings'
import type { SettingsRepository } from '../../core/registry'
import { timingOverrides } from '../../desktop/system/test-hooks'
import { isLoopback } from '../../gateways/http/address'

/** Durations by what they are about. */
export interface AppTimings {
  /** The app's own: the table as it stands. */
  readonly own: Timings
  /** How often memory is given back, ms. It concerns no backend, so a test's own holds everywhere. */
  readonly garbageCollection: number
  readonly ofAddress: (address: string) => Timings
  readonly ofConnection: (connectionId: string) => Timings
}

/**
 * Reads a test's durations once. They hold on loopback only: a real backend is never asked faster than the table says, nor than its kind wants (`everyMsOf`).
 */
export function createAppTimings(settings: Pick<SettingsRepository, 'connection'>, everyMsOf: (kind: ConnectionKind) => number | undefined): AppTimings {
  const overridden = mergeTimings(timingOverrides())
  const ofAddress = (address: string): Timings => (isLoopback(address) ? overridden : TIMINGS)
  const ofKind = new Map<ConnectionKind, Timings>()
  const ofConnection = (id: string): Timings => {
    const record = settings.connection(id)
    const every = record && !isLoopback(record.address) ? everyMsOf(record.kind) : undefined
    if (!record || every === undefined) return ofAddress(record?.address ?? '')
    const known = ofKind.get(record.kind) ?? slowerThan(every)
    ofKind.set(record.kind, known)
    return known
  }
  return { own: TIMINGS, garbageCollection: overridden.garbageCollection, ofAddress, ofConnection }
}

/** The table for a backend that wants to be asked of a number that is well no more often than every so many ms. */
function slowerThan(everyMs: number): Timings {
  return { ...TIMINGS, watchVisible: Math.max(TIMINGS.watchVisible, everyMs), watchHidden: Math.max(TIMINGS.watchHidden, everyMs) }
}
