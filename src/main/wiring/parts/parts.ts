// The parts that several features share, built once: settings, secrets, snapshot, connections, monitor, numbers, and the desktop around the window.
import type { Banner } from '../../../shared/ipc/snapshot'
import { translator } from '../../../shared/words/i18n'
import { createEscalationChannels, type EscalationChannels } from '../../channels/channels'
import { channelAddress, telegramAddress } from '../../channels/addresses'
import { createMonitor, type Monitor } from '../../core/monitor'
import { createTimeOfDay, type Notice, type Wording } from '../../core/notices'
import type { HistoryRecorder } from '../../core/history'
import type { Clock, Log } from '../../core/ports'
import { createConnections, createNumbers, namedConnection, createSecretKeeper, createSettingsRepository } from '../../core/registry'
import type { Connections, Numbers, SecretKeeper, SettingsRepository } from '../../core/registry'
import type { PhaseChange } from '../../core/session'
import { createSnapshotStore, type SnapshotStore, type TrayAction } from '../../core/view'
import { createDesktopShell, type DesktopShell } from '../../desktop/desktop-shell'
import type { FirstParts } from '../../desktop/first-parts'
import { createFoundation, type Foundation } from '../../desktop/foundation'
import { readDescriptionFiles } from '../../desktop/settings/description-files'
import { appPaths } from '../../desktop/system/app-paths'
import { createExportedFiles, type ExportedFiles } from '../../desktop/files/exported-files'
import { appVersion, netFetch } from '../../desktop/system/shell'
import { telegramInstead } from '../../desktop/system/test-hooks'
import { trustedCertificates } from '../../channels/trusted-certificates'
import { refusedAddress } from '../../gateways/http/address'
import { descriptionsIn } from '../../gateways/described/files'
import { recogniseKind } from '../../gateways/recognise'
import { createGatewayKinds } from '../../gateways/registry'
import { connectionParts, firstSnapshot } from './first-snapshot'
import { createAppHistory } from './history-database'
import { createSandboxHost, type SandboxHost } from './sandbox-host'
import { createSignal, type Signal } from './signal'
import { createAppTimings, type AppTimings } from './timings'

/** The window's page waits so long for the keyring, ms: usually it answers sooner, and what is drawn first is already right. */
const KEYRING_PAUSE = 500

/** What happens outside of one feature and concerns others. */
interface Signals {
  readonly trayAction: Signal<TrayAction>
  readonly trayClicked: Signal<void>
  readonly noticeClicked: Signal<Notice>
  /** The computer goes to sleep, or has woken up. */
  readonly suspended: Signal<void>
  readonly resumed: Signal<void>
  /** A number changed its phase or cause. */
  readonly phaseChanged: Signal<PhaseChange>
  /** Preferences or mutes were changed: apply and draw them. */
  readonly preferencesChanged: Signal<void>
}

/** What features are built over. */
export interface Parts extends FirstParts {
  readonly paths: ReturnType<typeof appPaths>
  readonly clock: Clock
  readonly log: Log
  readonly settingsFile: Foundation['settings']
  readonly settings: SettingsRepository
  readonly keeper: SecretKeeper
  /** Settles when the keyring has told its state, or kept silent for {@link KEYRING_PAUSE}. */
  readonly keyringLookedAt: Promise<unknown>
  readonly snapshots: SnapshotStore
  readonly signals: Signals
  readonly timings: AppTimings
  readonly sandbox: SandboxHost
  readonly shell: DesktopShell<Notice, TrayAction>
  readonly connections: Connections
  readonly channels: EscalationChannels
  readonly monitor: Monitor
  readonly numbers: Numbers
  readonly history: HistoryRecorder
  readonly exports: ExportedFiles
  newId(): string
  /** The words of notices, tray and messages in the operator's language. */
  wording(): Wording
  setBanner(banner: Banner, on: boolean): void
  /** The number left the app: nothing about it is shown, asked or told any more. */
  forgetNumber(key: string, connectionId: string): void
}

/** Builds them. Nothing is asked of a backend yet. */
export function createParts(first: FirstParts): Parts {
  const paths = appPaths()
  const { clock, log, settings: settingsFile, keychain, bus } = createFoundation(first.drawn)
  log.info('start', { version: appVersion(), electron: process.versions['electron'], platform: process.platform })
  if (appVersion().endsWith('-testing')) log.warn('a build for tests: its runtime gets no more security fixes')
  const settings = createSettingsRepository(settingsFile)
  const keeper = createSecretKeeper(keychain)
  // Asked at once, awaited by whoever needs a secret: a silent Secret Service takes seconds to find out.
  const keyringLookedAt = Promise.race([keeper.refresh(), new Promise<void>((resolve) => void clock.after(KEYRING_PAUSE, resolve))])
  const timings = createAppTimings(settings, (kind) => kinds.get(kind)?.everyMs)
  const sandbox = createSandboxHost(paths.sandbox, log)
  const descriptions = descriptionsIn(readDescriptionFiles(paths.descriptions))
  for (const fault of descriptions.faults) log.warn('a description that cannot be used', { ...fault })
  const kinds = createGatewayKinds({ sandbox: { resolve: () => sandbox.resolve() }, descriptions: descriptions.good })
  const snapshots = createSnapshotStore(
    firstSnapshot({
      settings: settings.current(),
      keyring: keeper.mode(),
      settingsFile,
      kinds: kinds.all.map(({ spec }) => spec),
      badDescriptions: descriptions.faults,
    }),
  )
  const signals: Signals = {
    trayAction: createSignal(),
    trayClicked: createSignal(),
    noticeClicked: createSignal(),
    suspended: createSignal(),
    resumed: createSignal(),
    phaseChanged: createSignal(),
    preferencesChanged: createSignal(),
  }
  const newId = (): string => crypto.randomUUID()
  const shell = createDesktopShell<Notice, TrayAction>({
    bus,
    clock,
    log,
    trayIcons: paths.trayIcons,
    icon: paths.icon,
    firstTray: first.tray,
    onTrayAction: signals.trayAction.emit,
    onTrayClick: signals.trayClicked.emit,
    onNoticeClick: signals.noticeClicked.emit,
    power: { onSuspend: signals.suspended.emit, onResume: signals.resumed.emit },
  })
  const connections = createConnections({
    settings,
    keeper,
    kinds,
    environment: { fetch: netFetch, clock, random: Math.random, log, appVersion: appVersion() },
    timingsOf: timings.ofAddress,
    newId,
    recognise: (fields, signal) => recogniseKind(fields, { fetch: netFetch, clock, kinds: kinds.all }, signal),
    refused: refusedAddress,
    onChange: () => snapshots.set(connectionParts(connections, snapshots.current().sandbox)),
  })
  const telegram = telegramAddress(telegramInstead())
  const channels = createEscalationChannels({
    slots: keeper.slots('escalation'),
    fetch: netFetch,
    clock,
    appVersion: appVersion(),
    telegram,
    deadlineMs: timings.own.requestDeadline,
    chat: () => settings.current().escalation.telegram?.chat ?? '',
    letter: () => settings.current().escalation.email,
    trusted: trustedCertificates,
    onChatMoved: (from, to) => monitor.escalation.chatMoved(from, to),
  })
  const monitor = createMonitor({
    clock,
    random: Math.random,
    log,
    settings,
    notices: { show: (notice) => shell.notifier.show(notice), close: (id) => shell.notifier.close(id) },
    timingsFor: timings.ofConnection,
    channelTimings: (channel) => timings.ofAddress(channelAddress(channel, settings.current().escalation, telegram)),
    gatewayOf: (id) => connections.gatewayOf(id),
    connection: (id) => namedConnection(settings, connections, id),
    wording,
    newId,
    send: (channel, message) => channels.send(channel, message),
    show: (change) => snapshots.set(change),
    onSession: (view) => snapshots.upsert(view),
    onPhase: signals.phaseChanged.emit,
    onAnswer: (id, failure) => connections.learn(id, failure),
  })
  const numbers = createNumbers({
    settings,
    connections,
    watcher: monitor.watcher,
    clock,
    log,
    timingsFor: timings.ofConnection,
    newId,
    onDoubt: (id, doubt) => monitor.listDoubted(id, doubt),
    onAdded: (key) => snapshots.set({ focus: { key, view: 'number', at: clock.now() } }),
  })

  return {
    ...first,
    paths,
    clock,
    log,
    settingsFile,
    settings,
    keeper,
    keyringLookedAt,
    snapshots,
    signals,
    timings,
    sandbox,
    shell,
    connections,
    channels,
    monitor,
    numbers,
    history: createAppHistory({ clock, log, path: paths.history, after: first.drawn, setBanner }),
    exports: createExportedFiles({ log }),
    newId,
    wording,
    setBanner,
    forgetNumber(key, connectionId) {
      snapshots.remove(key)
      monitor.removed(key, connectionId)
    },
  }

  function setBanner(banner: Banner, on: boolean): void {
    const { banners } = snapshots.current()
    if (banners.includes(banner) !== on) snapshots.set({ banners: on ? [...banners, banner] : banners.filter((each) => each !== banner) })
  }
  function wording(): Wording {
    const shown = snapshots.current().language
    return { language: shown, t: translator(shown), time: createTimeOfDay(shown, clock) }
  }
}
