// The one composition of the watch: watcher, notification policy, alarms, escalation, healing and wrong-phone guard, connected here and nowhere else.
// The app builds it over real adapters, the tests over fakes.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { Failure } from '../../../shared/model/failure'
import { numberName } from '../../../shared/words/number-name'
import type { Alarms } from '../alarms'
import type { Healing } from '../healing'
import {
  createNotificationPolicy,
  createSilences,
  createWrongPhoneGuard,
  noticeId,
  createPaidWatch,
  paidNotice,
  wrongPhoneNotice,
  type Decision,
  type NotificationPolicy,
  type NotificationPolicyOptions,
  type Silences,
} from '../notices'
import type { Gateway, Random } from '../ports'
import type { Happening, PhaseChange } from '../session'
import { createSessionWatcher, type PollLimits, type SessionWatcher } from '../watch'
import { createMonitoredAlarms } from './monitored-alarms'
import { createMonitoredEscalation, type MonitoredEscalation, type MonitoredEscalationOptions } from './monitored-escalation'
import { createMonitoredHealing } from './monitored-healing'
import type { PartOptions } from './monitored-parts'

/** What the monitor is built with. Callbacks are called synchronously. */
export interface MonitorOptions
  extends Omit<PartOptions, 'silences' | 'session'>,
    Pick<MonitoredEscalationOptions, 'newId' | 'channelTimings' | 'send'>,
    Pick<NotificationPolicyOptions, 'connection'> {
  readonly random: Random
  readonly limits?: PollLimits
  /** The gateway of a connection, or why there is none. */
  gatewayOf(connectionId: string): Gateway | Failure
  /** A number looks different. */
  onSession(view: SessionView): void
  /** A number changed its phase or cause. */
  onPhase?(change: PhaseChange): void
  /** Every answer of a backend: its failure, or null when it proved something. */
  onAnswer?(connectionId: string, failure: Failure | null): void
  /** For tests that compare what happened with what was told. */
  onHappening?(happening: Happening): void
  onDecision?(decision: Decision): void
}

/** The watch of all numbers, and everything that follows from it. */
export interface Monitor {
  readonly watcher: SessionWatcher
  readonly alarms: Alarms
  readonly escalation: MonitoredEscalation
  readonly healing: Pick<Healing, 'operator'>
  /** What holds notices back for all numbers now, and until when. */
  readonly silences: Pick<Silences, 'ends'>
  /** Mutes the notices of one number; 0 hours = no longer. */
  muteNumber(key: string, hours: number): void
  /** The computer goes to sleep: nothing is asked, told or sent. */
  suspend(): void
  /** The computer is awake: everything is asked again, and what is still wrong after the quiet time is told. */
  resume(): void
  /** The number left the app. Stops watching it. */
  removed(key: string, connectionId: string): void
  /** Lists of the connection lacked most of its numbers; null = no longer. */
  listDoubted: NotificationPolicy['listDoubted']
  /** Preferences, mutes or quiet hours were changed. */
  preferencesChanged(): void
  /** Stops everything: no timer and no request is left. */
  dispose(): void
}

/** Connects the parts. Nothing is asked before numbers are added to the watcher. */
export function createMonitor(options: MonitorOptions): Monitor {
  const { clock, log, settings, notices } = options
  const session = (key: string): SessionView | undefined => watcher.view(key)
  const silences = createSilences({ clock, preferences: () => settings.current(), toldUnstable: (key) => policy.toldUnstable(key) })
  const part: PartOptions = {
    clock,
    log,
    settings,
    notices,
    silences,
    session,
    timingsFor: (id) => options.timingsFor(id),
    wording: () => options.wording(),
    show: (change) => options.show(change),
  }

  const watcher = createSessionWatcher({
    clock,
    random: options.random,
    log,
    ...(options.limits ? { limits: options.limits } : {}),
    timingsFor: part.timingsFor,
    gatewayOf: (id) => options.gatewayOf(id),
    onChange(view) {
      options.onSession(view)
      wrongPhone.seen(view)
      paid.seen(view)
    },
    onHappening(happening) {
      options.onHappening?.(happening)
      // The alarm comes first: the policy may decide at once, and its decision is noted on the alarm.
      alarms.happened(happening)
      policy.happened(happening)
      healing.happened(happening)
    },
    onPhase(change) {
      options.onPhase?.(change)
      healing.changed(change)
    },
    onRecord(key, change) {
      const record = settings.number(key)
      if (!record) return
      // What an operator decided is on disk at once; where a number stands may wait a moment.
      const decided = change.stoppedByOperator !== record.stoppedByOperator || (record.phone !== null && change.phone !== record.phone)
      settings[decided ? 'putNumber' : 'noteNumber']({ ...record, ...change })
    },
    onAnswer: (id, failure) => options.onAnswer?.(id, failure),
  })

  const policy = createNotificationPolicy({
    clock,
    timingsFor: part.timingsFor,
    preferences: () => settings.current(),
    silenceFor: silences.silenceFor,
    wording: part.wording,
    session,
    nameOf: numberName,
    connection: (id) => options.connection(id),
    peers: (id, key) => watcher.peersOf(id, key),
    checkPeers: (id, except) => watcher.checkConnection(id, except),
    check: (keys) => watcher.checkNumbers(keys),
    decide(decision) {
      const about = decision.about.map(({ type, key }) => ({ type, key }))
      log.info('notice', 'notice' in decision ? { told: decision.notice.category, about } : { silent: decision.silent, about })
      options.onDecision?.(decision)
      alarms.decided(decision)
      if ('notice' in decision) notices.show(decision.notice)
    },
    withdraw: (id) => notices.close(id),
  })

  const wrongPhone = createWrongPhoneGuard({
    clock,
    silence: (key) => silences.silenceFor(key, 'critical'),
    tell(view) {
      log.info('notice', { told: 'wrong-phone', about: [view.key] })
      notices.show(wrongPhoneNotice(options.wording(), view, settings.current().sound))
    },
    keptQuiet: (key, silent) => log.info('notice', { silent, wrongPhone: true, about: [key] }),
    withdraw: (key) => notices.close(noticeId('wrong-phone', key)),
  })

  const paid = createPaidWatch({
    clock,
    silence: (key) => silences.silenceFor(key, 'warning'),
    told: (key) => settings.number(key)?.paidTold,
    note(key, paidTold) {
      const record = settings.number(key)
      if (record) settings.putNumber({ ...record, paidTold })
    },
    tell(view, warning) {
      log.info('notice', { told: 'paid', about: [view.key], days: warning.days })
      notices.show(paidNotice(options.wording(), view, warning, settings.current().sound))
    },
  })

  const monitoredAlarms = createMonitoredAlarms(part)
  const { alarms } = monitoredAlarms
  const escalation = createMonitoredEscalation({
    ...part,
    alarms,
    newId: () => options.newId(),
    channelTimings: (channel) => options.channelTimings(channel),
    send: (channel, message) => options.send(channel, message),
  })
  const healing = createMonitoredHealing({
    ...part,
    watcher,
    mayRestart(connectionId) {
      const gateway = options.gatewayOf(connectionId)
      return !('code' in gateway) && gateway.mayRestart()
    },
  })

  return {
    watcher,
    alarms,
    escalation,
    healing,
    silences,
    muteNumber: (key, hours) => monitoredAlarms.mute(key, hours),
    suspend() {
      watcher.suspend()
      for (const each of [policy, alarms, escalation, healing]) each.suspended()
    },
    resume() {
      watcher.resume()
      for (const each of [policy, alarms, escalation, healing]) each.resumed()
    },
    removed(key, connectionId) {
      watcher.remove(key)
      policy.removed(key, connectionId)
      monitoredAlarms.removed(key)
      wrongPhone.removed(key)
      paid.removed(key)
      healing.removed(key)
    },
    listDoubted: policy.listDoubted,
    preferencesChanged() {
      alarms.rearm()
      escalation.rearm()
      healing.rearm()
    },
    dispose() {
      watcher.dispose()
      for (const each of [policy, alarms, escalation, healing, wrongPhone, paid]) each.dispose()
    },
  }
}
