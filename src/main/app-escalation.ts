// Wiring of the escalation: alarms in, messages out through the operator's channels; choice and unsent messages kept in the settings.
import type { EscalationChannel, EscalationView } from '../shared/escalation'
import { ESCALATION_CHANNELS } from '../shared/escalation'
import type { Failure } from '../shared/failure'
import type { CallHandlers } from '../shared/ipc-contract'
import { mayCancel } from '../shared/may'
import { numberName } from '../shared/number-name'
import { TIMINGS, type Timings } from '../shared/timings'
import type { Alarms } from './core/alarms'
import { openEscalation } from './core/escalation'
import { escalationHandlers } from './core/escalation-intents'
import { escalationText, type EscalationMessage } from './core/escalation-words'
import { fireDrill } from './core/fire-drill'
import { noticeId, type Notice } from './core/notice'
import type { Wording } from './core/notice-words'
import { silenceNow } from './core/policy-room'
import type { Clock, HttpFetch, Log, SecretSlots } from './core/ports'
import { muteEnd, quietEnd } from './core/quiet'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'
import { isLoopback } from './gateways/address'
import { escalationChannels } from './gateways/escalation/channels'
import { TELEGRAM } from './gateways/escalation/telegram'

/** Tries in a row after which a notice says that a channel does not work. */
const TELL_AFTER = 3

interface AppEscalationOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly snapshots: SnapshotStore
  readonly alarms: Alarms
  readonly slots: SecretSlots
  readonly fetch: HttpFetch
  readonly appVersion: string
  /** Stands in for Telegram's own address; honoured on loopback only. */
  readonly telegramInstead: string | null
  timingsFor(connectionId: string): Timings
  timingsOf(address: string): Timings
  wording(): Wording
  show(notice: Notice): void
  newId(): string
}

/** The escalation as the app drives it. */
export interface AppEscalation {
  readonly handlers: ReturnType<typeof escalationHandlers> & Partial<CallHandlers>
  /** Quiet hours or mutes were changed. */
  rearm(): void
  suspended(): void
  resumed(): void
  dispose(): void
}

/** Connects it. */
export function appEscalation(options: AppEscalationOptions): AppEscalation {
  const { clock, log, book, snapshots } = options
  const choice = () => book.current().escalation
  const telegram = options.telegramInstead !== null && isLoopback(options.telegramInstead) ? options.telegramInstead : TELEGRAM
  const failing = new Map<EscalationChannel, Failure>()
  const channels = escalationChannels({
    slots: options.slots, fetch: options.fetch, clock, appVersion: options.appVersion, telegram, deadlineMs: TIMINGS.requestDeadline, chat: () => choice().telegram?.chat ?? '',
  })

  const view = (): EscalationView => {
    const records = book.current().escalationState.records.filter(({ delivered }) => delivered.length > 0)
    return {
      ...choice(),
      told: Object.fromEntries(records.map(({ key, at, delivered }) => [key, { at, channels: delivered }])),
      failing: ESCALATION_CHANNELS.flatMap((channel) => { const failure = failing.get(channel); return failure ? [{ channel, failure }] : [] }),
    }
  }
  const draw = (): void => snapshots.set({ escalation: view() })

  const tellFailing = (channel: EscalationChannel, failure: Failure): void => {
    const { sound } = book.current()
    if (silenceNow({ clock, preferences: () => book.current(), mutedUntil: () => book.current().mutedUntil }, 'warning')) return
    const { t } = options.wording()
    const title = t('escalation.failing.title', { channel: t(`escalation.channel.${channel}`) })
    const body = `${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`
    options.show({ id: noticeId('escalation', channel), category: 'escalation', sessionKey: null, connectionId: '', keys: [], title, body, severity: 'warning', sound })
  }

  const escalation = openEscalation({
    clock,
    saved: book.current().escalationState,
    alarms: options.alarms,
    timingsFor: options.timingsFor,
    timings: (channel) => options.timingsOf(channel === 'telegram' ? telegram : (choice().webhook?.origin ?? '')),
    newId: options.newId,
    choice,
    isBeingLinked(key) {
      const session = snapshots.session(key)
      return session !== undefined && mayCancel(session)
    },
    quietUntil({ key, severity }) {
      const { mutedNumbers, mutedUntil, quietHours } = book.current()
      const now = clock.now()
      const muted = muteEnd(mutedNumbers[key], now)
      if (muted !== null || severity === 'critical') return muted
      return muteEnd(mutedUntil, now) ?? quietEnd(quietHours, now)
    },
    describe({ key, connectionId }) {
      const record = book.number(key)
      const session = snapshots.session(key) ?? record
      const connection = book.connection(connectionId)?.name ?? ''
      return { name: session ? numberName(session) : key, phone: session?.phone ?? null, sessionId: record?.sessionId ?? '', connection }
    },
    async send({ channel, id, type, numbers, at }) {
      const text = escalationText(options.wording(), type, numbers, clock.now(), choice().afterMinutes)
      const sent = await channels.send(channel, { id, type, numbers, at, text })
      log.info('escalation', { channel, type, numbers: numbers.length, ...(sent.ok ? {} : { failure: sent.failure.code, detail: sent.failure.detail ?? null }) })
      return sent
    },
    onState(escalationState) {
      book.set({ escalationState })
      draw()
    },
    onFailing(channel, failure, inARow) {
      if (failure) failing.set(channel, failure)
      else failing.delete(channel)
      if (failure && inARow === TELL_AFTER) tellFailing(channel, failure)
      draw()
    },
    onLost(message, failure) {
      log.warn('escalation given up', { channel: message.channel, type: message.type, failure: failure.code })
      tellFailing(message.channel, failure)
    },
  })
  draw()
  const stop = snapshots.subscribe(({ set }) => {
    if (set.online === true || set.keyring === 'unlocked') escalation.retryNow()
  })

  const handlers = escalationHandlers({
    choice,
    choose(change) {
      book.set({ escalation: { ...choice(), ...change } })
      for (const channel of ESCALATION_CHANNELS) if (!choice().on || choice()[channel] === null) failing.delete(channel)
      escalation.rearm()
      draw()
    },
    onSaved(channel) {
      failing.delete(channel)
      escalation.channelSaved(channel)
      draw()
    },
    ...channels,
    async drill(wanted) {
      const { t } = options.wording()
      const message: EscalationMessage = { id: options.newId(), type: 'drill', at: clock.now(), text: t('escalation.message.drill'), numbers: [] }
      const steps = await fireDrill(wanted.map((channel) => channels.way(channel, message)), clock)
      for (const { channel, step, failure } of steps) {
        log.info('fire drill', { channel, step, failure: failure?.code ?? null, detail: failure?.detail ?? null })
        if (failure) failing.set(channel, failure)
        else if (step === 'send') failing.delete(channel)
      }
      draw()
      return steps
    },
  })
  const dispose = (): void => {
    stop()
    escalation.dispose()
  }
  return { handlers, rearm: escalation.rearm, suspended: escalation.suspended, resumed: escalation.resumed, dispose }
}
