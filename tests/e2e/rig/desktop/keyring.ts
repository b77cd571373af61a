// The keyring of a test's world, in each state an operator's machine can have it: a real gnome-keyring-daemon, or none.
import { serve, type PrivateBus } from '../../../fakes/desktop/private-bus'
import { startKeyring, type Keyring } from '../../../fakes/desktop/keyring'

/**
 * `none` = no Secret Service at all · `unlocked` · `locked` = its prompt cannot be shown · `locked-unanswered` = the prompt is shown and
 * nobody ever answers it.
 */
export type KeyringSetup = 'none' | 'unlocked' | 'locked' | 'locked-unanswered'

/** The keyring and what can happen to it. */
export interface WorldKeyring {
  lock(): Promise<void>
  unlock(): Promise<void>
  /** The daemon ends; its files stay. */
  vanish(): Promise<void>
  /** The daemon comes (back), its keyring open. */
  appear(): Promise<void>
  /** Waits until the keyring's prompt is on screen; only with `locked-unanswered`. */
  waitForPrompt(): Promise<void>
  /** The stored secret, read over D-Bus without the app's code; null = none such. */
  readSecret(service: string, account: string): Promise<string | null>
  stop(): Promise<void>
}

/** Brings the keyring into the state. */
export async function startWorldKeyring(bus: PrivateBus, setup: KeyringSetup): Promise<WorldKeyring> {
  let prompted: () => void = () => undefined
  const prompt = new Promise<void>((resolve) => (prompted = resolve))
  let daemon: Keyring | null = setup === 'none' ? null : await startKeyring(bus, 'unlocked')
  if (setup === 'locked-unanswered')
    await serve(await bus.connect(), 'org.gnome.keyring.SystemPrompter', (call) => {
      if (call.member === 'BeginPrompting') prompted()
      return 'silence'
    })
  if (setup.startsWith('locked')) await daemon?.lock()
  const running = (): Keyring => {
    if (!daemon) throw new Error('No keyring daemon runs in this world')
    return daemon
  }
  const vanish = async (): Promise<void> => {
    const ending = daemon
    daemon = null
    await ending?.stop()
  }
  return {
    lock: () => running().lock(),
    unlock: () => running().unlock(),
    vanish,
    async appear() {
      daemon ??= await startKeyring(bus, 'unlocked')
    },
    waitForPrompt: () => prompt,
    readSecret: (service, account) => running().readSecret(service, account),
    stop: vanish,
  }
}
