// Escalation: the operator's choice and the fire drill in, messages of the monitor out through the channels.
import { createEscalationHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** Answers what the operator chooses, and tries again when network or keyring are back. */
export const escalation: Feature = {
  name: 'escalation',
  start({ settings, snapshots, channels, monitor }) {
    const choice = () => settings.current().escalation
    const stop = snapshots.subscribe(({ set }) => monitor.escalation.surroundingsChanged(set))
    const handlers = createEscalationHandlers({
      choice,
      choose(change) {
        settings.set({ escalation: { ...choice(), ...change } })
        monitor.escalation.rearm()
      },
      onSaved: (channel) => monitor.escalation.channelSaved(channel),
      ...channels,
      drill: (wanted) => monitor.escalation.drill(wanted, channels.way),
    })
    return { handlers, dispose: stop }
  },
}
