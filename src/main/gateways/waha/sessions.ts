// What is remembered of a session between requests, and what its states mean after what came before.
import type { Clock } from '../../core/ports'
import type { Failure } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { CODES_ASKED_FOR, type SentCode } from '../http/linking-code'
import type { Said, Status } from './readings'

/** A start that stands in FAILED for so long has failed, ms: some engines try again by themselves. */
const FAILED_FOR_GOOD = 20_000
/** So long after it was first seen a passkey is waited for, ms: another start would spoil what is being confirmed elsewhere. */
const PASSKEY_PATIENCE = 180_000

/** A code to type: wanted, and then known. */
interface Pairing {
  readonly phone: string
  readonly code: SentCode | null
}

/** What is remembered of one session. */
export interface Memory {
  /** Epoch ms of the last start by this app, while it asks for codes; null = it only watches. */
  linkingSince: number | null
  /** The state seen last, FAILED apart. */
  before: Status | null
  /** Epoch ms of the first FAILED in a row. */
  failedSince: number | null
  /** Epoch ms of the first passkey state in a row. */
  passkeySince: number | null
  pairing: Pairing | null
}

/** One state of a session, settled with what is remembered. `code` = it waits for a phone, and a code has to be asked for. */
export type Settled = Reading | 'code'

/** Memories of a server's sessions, by name. */
export function createMemories({ now }: Clock) {
  const memories = new Map<string, Memory>()

  function of(name: string): Memory {
    const known = memories.get(name) ?? { linkingSince: null, before: null, failedSince: null, passkeySince: null, pairing: null }
    memories.set(name, known)
    return known
  }

  /** A start by this app begins, or its asking ends. */
  function begin(name: string, linking: boolean, phone: string | null = null): void {
    const pairing = phone === null ? null : { phone, code: null }
    Object.assign(of(name), { linkingSince: linking ? now() : null, before: null, failedSince: null, pairing })
  }

  function settle(name: string, { status, phone, evidence }: Said): Settled {
    const memory = of(name)
    const { before } = memory
    const linking = memory.linkingSince !== null && now() - memory.linkingSince < CODES_ASKED_FOR
    memory.failedSince = status === 'FAILED' ? (memory.failedSince ?? now()) : null
    memory.passkeySince = status.startsWith('PASSKEY') ? (memory.passkeySince ?? now()) : null
    if (status !== 'FAILED') memory.before = status
    switch (status) {
      case 'WORKING':
        Object.assign(memory, { linkingSince: null, pairing: null })
        return { state: 'connected', ...(phone === null ? {} : { phone }), evidence }
      case 'STARTING':
        return { state: 'starting', evidence }
      case 'STOPPED':
        return { state: 'disconnected', evidence }
      case 'SCAN_QR_CODE':
        return linking ? 'code' : { state: 'awaiting-scan', evidence }
      case 'PASSKEY_REQUIRED':
      case 'PASSKEY_CONFIRMATION_REQUIRED':
        return explained({ code: 'passkey-required', detail: `${evidence.source}: ${status}` }, evidence)
      case 'FAILED':
        // After a code it means that nobody used it, and of a number that nobody is linking that it dropped: unlinked, or an error. The next start tells which.
        if (!linking || (before !== null && before !== 'STARTING')) return { state: 'disconnected', evidence }
        if (now() - (memory.failedSince ?? 0) < FAILED_FOR_GOOD) return { state: 'starting', evidence }
        memory.linkingSince = null
        return explained({ code: 'session-failed', detail: `${evidence.source}: FAILED` }, evidence)
    }
  }

  return {
    of,
    begin,
    settle,
    /** What a start has to do in the state that the session has; null = nothing. */
    remedy(name: string, status: Status): 'start' | 'restart' | null {
      if (status === 'STOPPED') return 'start'
      if (status === 'FAILED') return 'restart'
      const { passkeySince } = of(name)
      return status.startsWith('PASSKEY') && passkeySince !== null && now() - passkeySince >= PASSKEY_PATIENCE ? 'restart' : null
    },
  }
}

function explained(failure: Failure, evidence: Reading['evidence']): Reading {
  return { state: 'unknown', failure, evidence }
}
