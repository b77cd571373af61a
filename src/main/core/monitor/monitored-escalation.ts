// The escalation within the monitor: choice and unsent messages in the settings, texts in the operator's language, a notice when a channel fails.
import type { AppSnapshot } from '../../../shared/ipc/snapshot'
import { ESCALATION_CHANNELS, type DrillStep, type EscalationChannel, type EscalationView } from '../../../shared/model/escalation'
import type { Failure, Outcome } from '../../../shared/model/failure'
import { isBeingLinked } from '../../../shared/model/may'
import type { Timings } from '../../../shared/timings'
import { numberName } from '../../../shared/words/number-name'
import { recordName } from '../../../shared/words/phone-text'
import { createEscalation, escalationText, runFireDrill, type Alarms, type Escalation, type EscalationMessage, type Way } from '../alarms'
import { noticeId } from '../notices'
import type { Cancel } from '../ports'
import type { PartOptions } from './monitored-parts'

/** Failed tries in a row after which a notice says that a channel does not work. */
const FAILURES_UNTIL_NOTICE = 3

/** What the escalation needs besides. */
export interface MonitoredEscalationOptions extends PartOptions {
  readonly alarms: Alarms
  newId(): string
  /** Pauses between the tries of a channel. */
  channelTimings(channel: EscalationChannel): Timings
  /** Sends a message to people outside. Never rejects. */
  send(channel: EscalationChannel, message: EscalationMessage): Promise<Outcome>
}

/** The escalation, and what is known of its channels. */
export interface MonitoredEscalation extends Pick<Escalation, 'rearm' | 'suspended' | 'resumed' | 'channelSaved' | 'dispose'> {
  /** Network or keyring are back: what waits for its next try is sent now. */
  surroundingsChanged(change: Partial<Pick<AppSnapshot, 'online' | 'keyring'>>): void
  /** Sends a real message through each channel, step by step. What fails is shown at the channel. */
  drill(channels: readonly EscalationChannel[], way: (channel: EscalationChannel, message: EscalationMessage) => Way): Promise<readonly DrillStep[]>
  /** The chat's group became a supergroup: its new number is kept, and told once. */
  chatMoved(from: string, to: string): void
}

/** Connects the escalation. */
export function createMonitoredEscalation(options: MonitoredEscalationOptions): MonitoredEscalation {
  const { clock, log, settings, notices, silences } = options
  const choice = () => settings.current().escalation
  const failing = new Map<EscalationChannel, Failure>()

  const view = (): EscalationView => {
    const records = settings.current().escalationState.records.filter(({ delivered }) => delivered.length > 0)
    return {
      ...choice(),
      told: Object.fromEntries(records.map(({ key, at, delivered }) => [key, { at, channels: delivered }])),
      failing: ESCALATION_CHANNELS.flatMap((channel) => {
        const failure = failing.get(channel)
        return failure ? [{ channel, failure }] : []
      }),
    }
  }
  const draw = (): void => options.show({ escalation: view() })
  const channelResult = (channel: EscalationChannel, failure: Failure | null): void => {
    if (failure) failing.set(channel, failure)
    else failing.delete(channel)
  }
  const tell = (channel: EscalationChannel, title: string, body: string): void => {
    notices.show({
      id: noticeId('escalation', channel),
      category: 'escalation',
      sessionKey: null,
      connectionId: '',
      keys: [],
      title,
      body,
      severity: 'warning',
      sound: settings.current().sound,
    })
  }
  /** A group has a new number, and the operator was not told yet. */
  let untoldMove = false
  let stopWaiting: Cancel = () => undefined
  /** Tells it once; during a silence when that ends. */
  function tellMove(): void {
    stopWaiting()
    const chat = choice().telegram?.chat
    if (chat === undefined) untoldMove = false
    if (!untoldMove || chat === undefined) return
    const silence = silences.silenceFor(null, 'warning')
    if (silence) {
      if (silence.until !== null) stopWaiting = clock.after(Math.max(0, silence.until - clock.now()) + 1, tellMove)
      return
    }
    untoldMove = false
    const { t } = options.wording()
    tell('telegram', t('escalation.moved.title'), t('escalation.moved.body', { chat }))
  }
  const tellFailing = (channel: EscalationChannel, failure: Failure): void => {
    const { t } = options.wording()
    const title = t('escalation.failing.title', { channel: t(`escalation.channel.${channel}`) })
    if (silences.silenceFor(null, 'warning')) return
    tell(channel, title, `${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`)
  }

  const escalation = createEscalation({
    clock,
    saved: settings.current().escalationState,
    alarms: options.alarms,
    timingsFor: (id) => options.timingsFor(id),
    timings: (channel) => options.channelTimings(channel),
    newId: () => options.newId(),
    choice,
    isBeingLinked: (key) => isBeingLinked(options.session(key)),
    quietUntil: (alarm) => silences.escalationHeldUntil(alarm),
    describe({ key, connectionId }) {
      const record = settings.number(key)
      const session = options.session(key)
      const connection = settings.connection(connectionId)?.name ?? ''
      return {
        name: session ? numberName(session) : record ? recordName(record) : key,
        phone: record?.phone ?? null,
        sessionId: record?.sessionId ?? '',
        connection,
      }
    },
    async send({ channel, id, type, numbers, at }) {
      const text = escalationText(options.wording(), type, numbers, clock.now(), choice().afterMinutes)
      const sent = await options.send(channel, { id, type, numbers, at, text })
      const trouble = sent.ok ? {} : { failure: sent.failure.code, detail: sent.failure.detail ?? null }
      log.info('escalation', { channel, type, numbers: numbers.length, ...trouble })
      return sent
    },
    onState(escalationState) {
      settings.set({ escalationState })
      draw()
    },
    onFailing(channel, failure, inARow) {
      channelResult(channel, failure)
      if (failure && inARow === FAILURES_UNTIL_NOTICE) tellFailing(channel, failure)
      draw()
    },
    onLost(message, failure) {
      log.warn('escalation given up', { channel: message.channel, type: message.type, failure: failure.code })
      tellFailing(message.channel, failure)
    },
  })
  draw()

  return {
    ...escalation,
    dispose() {
      stopWaiting()
      escalation.dispose()
    },
    surroundingsChanged({ online, keyring }) {
      if (online === true || keyring === 'unlocked') escalation.retryNow()
    },
    async drill(wanted, way) {
      const { t } = options.wording()
      const message: EscalationMessage = { id: options.newId(), type: 'drill', at: clock.now(), text: t('escalation.message.drill'), numbers: [] }
      const steps = await runFireDrill(
        wanted.map((channel) => way(channel, message)),
        clock,
      )
      for (const { channel, step, failure } of steps) {
        log.info('fire drill', { channel, step, failure: failure?.code ?? null, detail: failure?.detail ?? null })
        // A step before the last that worked says nothing about the channel yet.
        if (failure || step === 'send') channelResult(channel, failure)
      }
      draw()
      return steps
    },
    chatMoved(from, to) {
      // The operator may have removed or changed the chat while the message was on its way.
      if (choice().telegram?.chat !== from) return
      settings.set({ escalation: { ...choice(), telegram: { chat: to } } })
      draw()
      log.info('telegram chat moved')
      untoldMove = true
      tellMove()
    },
    rearm() {
      for (const channel of ESCALATION_CHANNELS) if (!choice().on || choice()[channel] === null) failing.delete(channel)
      escalation.rearm()
      tellMove()
      draw()
    },
    channelSaved(channel) {
      failing.delete(channel)
      escalation.channelSaved(channel)
      draw()
    },
  }
}
