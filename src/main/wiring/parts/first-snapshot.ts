// The snapshot as it is when the app starts, and the parts of it that follow from settings and connections.
import type { AppSnapshot, SandboxFaults } from '../../../shared/ipc/snapshot'
import type { Settings } from '../../../shared/model/settings'
import type { Connections } from '../../core/registry'
import { preferenceParts } from '../../core/view'
import { appVersion, isOnline, systemLocale } from '../../desktop/system/shell'
import { settingsBanners } from './settings-banners'

/** The simulated platform with its faults switched off. */
const NO_FAULTS: SandboxFaults = { latencyMs: 0, mode: 'none' }

interface FirstSnapshotOptions {
  readonly settings: Settings
  readonly keyring: AppSnapshot['keyring']
  readonly kinds: AppSnapshot['kinds']
  readonly badDescriptions: AppSnapshot['badDescriptions']
  readonly settingsFile: Parameters<typeof settingsBanners>[0]
}

/** What is known before anything was asked. */
export function firstSnapshot({ settings, keyring, settingsFile, kinds, badDescriptions }: FirstSnapshotOptions): AppSnapshot {
  return {
    revision: 0,
    appVersion: appVersion(),
    ...preferenceParts(settings, systemLocale()),
    keyring,
    tray: 'unknown',
    mutedNumbers: {},
    healing: {},
    alarms: [],
    escalation: { ...settings.escalation, told: {}, failing: [] },
    ...settingsBanners(settingsFile),
    online: isOnline(),
    kinds,
    badDescriptions,
    connections: [],
    sessions: [],
    sorted: false,
    sandbox: null,
    focus: null,
  }
}

/** The connections as shown. `sandbox` is the part shown until now: its faults go on. */
export function connectionParts(connections: Connections, sandbox: AppSnapshot['sandbox']): Pick<AppSnapshot, 'connections' | 'sandbox'> {
  const views = connections.ids().flatMap((id) => connections.view(id) ?? [])
  const simulated = views.find((each) => each.kind === 'sandbox')
  return { connections: views, sandbox: simulated ? { connectionId: simulated.id, faults: sandbox?.faults ?? NO_FAULTS } : null }
}
