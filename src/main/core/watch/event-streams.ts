// What backends say by themselves: one stream for each connection whose gateway has push. An event proves nothing; it only brings a request forward.
// So a stream that lies, lags, repeats itself or stops can cost requests and time, but never a false state.
import type { Failure } from '../../../shared/model/failure'
import type { Timings } from '../../../shared/timings'
import type { Cancel, Clock, Gateway, GatewayEvent, Log, Random } from '../ports'
import { backOff } from './schedule/back-off'

/** A stream that ended sooner than this did not work, ms: the next try waits longer each time. */
const SHORT_LIFE = 10_000
/** After the end of a stream that worked the next one begins within this, ms, at random: a server that restarts is not met by all desktops at once. */
const AGAIN_WITHIN = 2_000
/** A backend that never let a stream open is tried again after this at the latest, ms. */
const NEVER_OPENED_MOST = 600_000
/** A stream that did not tell of a drop is not relied on for this long, ms. */
const MISTRUST = 3_600_000

interface EventStreamsOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
  onEvent(connectionId: string, event: GatewayEvent): void
  /** The connection's stream is relied on from now on, or no longer. */
  onReliance(connectionId: string): void
}

/** Listens to backends, at most one stream for a connection. */
export interface EventStreams {
  /** Listens to the connection from now on, if its gateway has push. Does nothing for one that is listened to. */
  listen(connectionId: string): void
  /** The stream lives and has told of every drop so far: numbers that are well need to be asked less often. */
  isReliedOn(connectionId: string): boolean
  /** A number dropped at `since` (epoch ms) and no event told of it: a stream that was open then is listened to, but not relied on, for an hour. */
  missed(connectionId: string, since: number): void
  /** The sign-in or the keyring changed: a new stream in place of the old one. */
  renew(connectionId: string): void
  /** The connection is gone. */
  forget(connectionId: string): void
  /** Ends all streams until {@link resume}. */
  suspend(): void
  resume(): void
  /** Ends all streams for good; no timer is left. */
  dispose(): void
}

/** The stream of one connection. */
interface Stream {
  /** The stream that is open or opening; null = the next one waits for its time. */
  abort: AbortController | null
  /** Since when it has said something at least every minute, epoch ms; null = it is not open, or silent. */
  aliveSince: number | null
  /** Streams in a row that failed or ended soon. */
  failures: number
  everOpened: boolean
  /** The backend is known to tell of drops by itself. */
  trusted: boolean
  stopTimer: Cancel
}

/** Creates the streams of all connections; none is opened yet. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { clock, random, log, timingsFor, gatewayOf } = options
  const streams = new Map<string, Stream>()
  const mistrusted = new Map<string, number>()
  let asleep = false

  function isReliedOn(id: string): boolean {
    const stream = streams.get(id)
    return stream !== undefined && stream.aliveSince !== null && stream.trusted && (mistrusted.get(id) ?? -Infinity) <= clock.now()
  }

  /** Changes a stream, and says so if it is relied on now and was not, or the other way round. */
  function change(id: string, apply: () => void): void {
    const before = isReliedOn(id)
    apply()
    if (isReliedOn(id) !== before) options.onReliance(id)
  }

  function setAlive(id: string, stream: Stream, alive: boolean): void {
    if ((stream.aliveSince !== null) === alive) return
    log.info('event stream', { connection: id, alive })
    change(id, () => (stream.aliveSince = alive ? clock.now() : null))
  }

  function open(id: string, stream: Stream): void {
    stream.stopTimer()
    const gateway = gatewayOf(id)
    // Signed out, or the keyring is locked: `renew` follows when that changes.
    if (asleep || 'code' in gateway || !gateway.events) return
    const abort = new AbortController()
    const startedAt = clock.now()
    stream.abort = abort
    const isCurrent = (): boolean => stream.abort === abort && streams.get(id) === stream
    /** A stream that says nothing, not even that it lives, may be dead without anybody having closed it: another one is opened. */
    const awaitSign = (): void => {
      stream.stopTimer()
      stream.stopTimer = clock.after(timingsFor(id).pushSilence, () => end({ code: 'timeout', detail: 'event stream' }))
    }
    const heard = (): void => {
      stream.everOpened = true
      setAlive(id, stream, true)
      awaitSign()
    }
    function end(failure: Failure | null): void {
      if (!isCurrent()) return
      stream.abort = null
      abort.abort('ended')
      setAlive(id, stream, false)
      const worked = failure === null && clock.now() - startedAt >= SHORT_LIFE
      stream.failures = worked ? 0 : stream.failures + 1
      if (failure) log.info('event stream failed', { connection: id, failure: failure.code })
      later(id, stream, failure)
    }
    awaitSign()
    gateway
      .events(
        {
          onAlive: () => isCurrent() && heard(),
          onEvent(event) {
            if (!isCurrent()) return
            heard()
            options.onEvent(id, event)
          },
          onTrust: (trusted) => isCurrent() && change(id, () => (stream.trusted = trusted)),
        },
        abort.signal,
      )
      .then(end, (error: unknown) => {
        log.error('gateway threw', { error: error instanceof Error ? error.message : String(error) })
        end({ code: 'internal' })
      })
  }

  function later(id: string, stream: Stream, failure: Failure | null): void {
    const { troublePoll, backoffMax } = timingsFor(id)
    const pause = stream.failures === 0 ? AGAIN_WITHIN : backOff(troublePoll, stream.failures, stream.everOpened ? backoffMax : NEVER_OPENED_MOST)
    const wait = Math.max(pause * (0.5 + 0.5 * random()), Math.min(NEVER_OPENED_MOST, (failure?.retryAt ?? 0) - clock.now()))
    stream.stopTimer = clock.after(wait, () => open(id, stream))
  }

  function close(id: string, stream: Stream): void {
    stream.stopTimer()
    stream.abort?.abort('closed')
    stream.abort = null
    setAlive(id, stream, false)
  }

  return {
    listen(id) {
      if (streams.has(id)) return
      const stream: Stream = { abort: null, aliveSince: null, failures: 0, everOpened: false, trusted: true, stopTimer: () => undefined }
      streams.set(id, stream)
      open(id, stream)
    },
    isReliedOn,
    missed(id, since) {
      if (!isReliedOn(id) || (streams.get(id)?.aliveSince ?? Infinity) > since) return
      mistrusted.set(id, clock.now() + MISTRUST)
      log.warn('event stream missed a drop', { connection: id })
      options.onReliance(id)
    },
    renew(id) {
      const stream = streams.get(id)
      if (!stream) return
      close(id, stream)
      stream.failures = 0
      open(id, stream)
    },
    forget(id) {
      const stream = streams.get(id)
      if (!stream) return
      close(id, stream)
      streams.delete(id)
      mistrusted.delete(id)
    },
    suspend() {
      asleep = true
      for (const [id, stream] of streams) close(id, stream)
    },
    resume() {
      asleep = false
      for (const [id, stream] of streams) {
        close(id, stream)
        stream.failures = 0
        open(id, stream)
      }
    },
    dispose() {
      for (const [id, stream] of streams) close(id, stream)
      streams.clear()
    },
  }
}
