// Wiring only: builds core, gateways and desktop adapters and connects them.
import type { AppSnapshot } from '../shared/app-snapshot'
import { success } from '../shared/failure'
import { languageOf } from '../shared/i18n'
import { preferencesOf, type Preferences, type Settings } from '../shared/settings'
import { mergeTimings, TIMINGS } from '../shared/timings'
import { appDesk } from './app-desk'
import { appEscalation } from './app-escalation'
import { appHealing } from './app-healing'
import { appHistory } from './app-history'
import { appSupport } from './app-support'
import { appWrongPhone } from './app-wrong-phone'
import { alarmHandlers } from './core/alarm-intents'
import { answerCall } from './core/answer-call'
import { companionHandlers } from './core/companion'
import { connections as openConnections } from './core/connections'
import { numbers as openNumbers } from './core/numbers'
import { repeat } from './core/repeat'
import { secretKeeper } from './core/secret-keeper'
import { SessionWatcher } from './core/session-watcher'
import { settingsBook } from './core/settings-book'
import { SnapshotStore } from './core/snapshot-store'
import { wrongPhoneHandlers } from './core/wrong-phone-intents'
import { appPaths } from './desktop/app-paths'
import { exportsTo } from './desktop/exports'
import { openFoundation } from './desktop/foundation'
import { openLink } from './desktop/hardening'
import type { FirstParts } from './desktop/first-parts'
import { sendPatch } from './desktop/ipc'
import { appVersion, copyText, isOnline, netFetch, onAppEvents, systemLocale, telegramInstead, timingOverrides } from './desktop/shell'
import { isLoopback } from './gateways/address'
import { gatewayKinds } from './gateways/registry'
import { NO_FAULTS, sandboxHost } from './sandbox-host'

/** The window's page waits so long for the keyring, ms: usually it answers sooner, and what is drawn first is already right. */
const KEYRING_PAUSE = 500

/** With a window to draw, the first questions leave after this, ms. */
const FIRST_QUESTION = 500

/** Starts the app around the parts that are there already. Electron must be ready. */
export async function startApp({ tray, window, calls, hidden, drawn }: FirstParts): Promise<void> {
  const paths = appPaths()
  const foundation = openFoundation(drawn)
  const { clock, log, settings, keychain } = foundation
  log.info('start', { version: appVersion(), electron: process.versions['electron'], platform: process.platform })

  const book = settingsBook(settings)
  const keeper = secretKeeper(keychain)
  const sandbox = sandboxHost(paths.sandbox, log)
  const overridden = mergeTimings(timingOverrides())
  // Shortened durations are for tests: a real backend is never asked faster than the table says.
  const timingsOf = (address: string) => (isLoopback(address) ? overridden : TIMINGS)
  const timingsFor = (connectionId: string) => timingsOf(book.connection(connectionId)?.address ?? '')
  const language = () => (book.current().language === 'system' ? languageOf(systemLocale()) : (book.current().language as 'ru' | 'en'))
  const newId = () => crypto.randomUUID()

  // Awaited only for a moment, at the end: a silent Secret Service takes seconds to find out. Who needs a secret waits in the keeper.
  const firstAnswer = keeper.refresh()
  const snapshots = new SnapshotStore(firstSnapshot())

  const connections = openConnections({
    book,
    keeper,
    kinds: gatewayKinds({ sandbox: { resolve: () => sandbox.resolve() } }),
    environment: { fetch: netFetch, clock, random: Math.random, log, appVersion: appVersion() },
    timingsOf,
    newId,
    onChange: () => snapshots.set(connectionParts()),
  })
  const watcher = new SessionWatcher({
    clock,
    random: Math.random,
    log,
    timingsFor,
    gatewayOf: (id) => connections.gatewayOf(id),
    onChange: (view) => snapshots.upsert(view),
    onHappening(happening) {
      desk.happened(happening)
      healing.happened(happening)
    },
    onPhase(change) {
      history.add(change)
      healing.changed(change)
    },
    onRecord(key, change) {
      const record = book.number(key)
      if (!record) return
      // What an operator decided is on disk at once.
      const decided = change.stoppedByOperator !== record.stoppedByOperator || (record.phone !== null && change.phone !== record.phone)
      book[decided ? 'putNumber' : 'noteNumber']({ ...record, ...change })
    },
    onAnswer: (id, failure) => connections.learn(id, failure),
  })
  const numbers = openNumbers({
    book,
    connections,
    watcher,
    clock,
    log,
    createDeadline: (id) => timingsFor(id).createDeadline,
    newId,
    onAdded: (key) => snapshots.set({ focus: { key, view: 'number', at: clock.now() } }),
  })

  const refreshLists = (): void => {
    for (const id of connections.ids()) if (connections.view(id)?.signIn !== 'signed-out') void numbers.refresh(id)
  }
  const onWatching = (on: boolean): void => {
    history.watching(on)
    for (const each of [escalation, healing]) (on ? each.resumed : each.suspended)()
  }
  const desk = appDesk({ foundation, paths, firstTray: tray, book, connections, watcher, snapshots, window, timingsFor, onAwake: refreshLists, onWatching })
  const exports = exportsTo({ log })
  const { history, handlers: historyCalls } = appHistory({ clock, log, book, snapshots, exports, path: paths.history, after: drawn, setBanner: desk.setBanner })

  const escalation = appEscalation({
    clock, log, book, snapshots, timingsFor, timingsOf, newId, alarms: desk.alarms.alarms, wording: desk.wording, show: desk.show, fetch: netFetch,
    slots: keeper.slots('escalation'), appVersion: appVersion(), telegramInstead: telegramInstead(),
  })
  const supportCalls = appSupport({
    clock, log, book, snapshots, exports,
    async history(most) {
      await history.ready
      return history.newest(most)
    },
  })

  const wrongPhone = appWrongPhone({ clock, log, book, snapshots, mutedUntil: desk.alarms.mutedUntil, wording: desk.wording, show: desk.show, close: desk.close })

  const { healing, handlers: healingCalls } = appHealing({
    clock, log, book, connections, snapshots, watcher, pace: (key) => timingsFor(book.number(key)?.connectionId ?? '').healingPace,
  })

  const showPreferences = (): boolean => {
    snapshots.set({ ...preferenceParts(book.current()), language: language() })
    escalation.rearm()
    healing.rearm()
    return desk.applyPreferences()
  }
  const handlers = companionHandlers({
    book,
    keeper,
    connections,
    numbers,
    watcher,
    snapshots,
    clock,
    log,
    desktop: { copy: copyText, openLink, testNotice: () => desk.testNotice() },
    sandbox: () => sandbox.control((faults) => showSandbox(faults)),
    onPreferences: showPreferences,
    onNumberGone(key, connectionId) {
      snapshots.remove(key)
      desk.removed(key, connectionId)
      healing.removed(key)
    },
  })
  // Giving up a start of the app's own means: leave it to me.
  const cancelled: typeof handlers['number.cancel'] = (args) => {
    healing.operator(args.key)
    return handlers['number.cancel'](args)
  }
  const allHandlers = { ...handlers, ...alarmHandlers({ book, alarms: desk.alarms.alarms, mute: desk.alarms.mute }), ...historyCalls, ...escalation.handlers, ...supportCalls, ...wrongPhoneHandlers({ book, watcher }), ...healingCalls, 'number.cancel': cancelled, 'window.drawn': () => (window.drawn(), success()) }
  const showSaving = (): void => desk.setBanner('settings-not-saved', !settings.canSave())
  settings.onCanSave(showSaving)
  showSaving()
  snapshots.subscribe((patch) => {
    const contents = window.contents()
    if (contents) sendPatch(contents, patch)
  })

  window.ownedBy({
    savePlace: (place) => book.set({ window: place }),
    mayClose: () => desk.hasTray(),
    onMinimised() {
      if (book.current().toldNoTray) return
      book.set({ toldNoTray: true })
      desk.setBanner('no-tray', true)
    },
    onVisible(visible) {
      watcher.setVisible(visible)
      // What a notice or the tray asked to show has been shown: the next window starts where «open» does.
      if (!visible && snapshots.current().focus) snapshots.set({ focus: null })
    },
  })

  onAppEvents({
    beforeQuit: () => {
      window.allowQuit()
      stopRounds()
      watcher.dispose()
      history.close()
      healing.dispose()
      escalation.dispose()
      wrongPhone.dispose()
      desk.dispose()
      keeper.dispose()
      settings.flush()
      void sandbox.close()
    },
  })

  keeper.onChange((mode) => {
    snapshots.set({ keyring: mode })
    if (mode !== 'unlocked' && mode !== 'memory') return
    for (const id of connections.ids()) if (connections.view(id)?.signIn === 'keyring') retry(id)
  })
  const retry = (id: string): void => {
    watcher.recheckConnection(id)
    void numbers.refresh(id)
  }

  snapshots.set(connectionParts())
  for (const record of book.current().numbers) watcher.add(record, undefined, hidden ? 0 : FIRST_QUESTION)
  desk.applyPreferences()
  const stopRounds = repeat(clock, () => TIMINGS.listRefresh, refreshLists)
  if (hidden) desk.waitForTray()
  void drawn.then(() => {
    refreshLists()
    return settings.ready()
  })
  await Promise.race([firstAnswer, new Promise<void>((resolve) => void clock.after(KEYRING_PAUSE, resolve))])
  calls.serve((name, args) => answerCall(allHandlers, name, args, log), log)

  function firstSnapshot(): AppSnapshot {
    return {
      revision: 0,
      appVersion: appVersion(),
      language: language(),
      ...preferenceParts(book.current()),
      keyring: keeper.mode(),
      tray: 'unknown',
      mutedNumbers: {},
      healing: {},
      alarms: [],
      escalation: { ...book.current().escalation, told: {}, failing: [] },
      banners: settings.setAside === null ? [] : ['settings-set-aside'],
      online: isOnline(),
      connections: [],
      sessions: [],
      sandbox: null,
      focus: null,
    }
  }
  function connectionParts(): Pick<AppSnapshot, 'connections' | 'sandbox'> {
    const views = connections.ids().flatMap((id) => connections.view(id) ?? [])
    const simulated = views.find((each) => each.kind === 'sandbox')
    return { connections: views, sandbox: simulated ? { connectionId: simulated.id, faults: snapshots.current().sandbox?.faults ?? NO_FAULTS } : null }
  }
  function showSandbox(faults: typeof NO_FAULTS): void {
    const shown = snapshots.current().sandbox
    if (shown) snapshots.set({ sandbox: { ...shown, faults } })
  }
  function preferenceParts(all: Settings): { preferences: Preferences; mutedUntil: number | null } {
    return { preferences: preferencesOf(all), mutedUntil: all.mutedUntil }
  }
}
