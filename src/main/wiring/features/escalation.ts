// Escalation: the operator's choice and the fire drill in, messages of the monitor out through the channels.
import type { DrillStep, EscalationChannel } from '../../../shared/model/escalation'
import type { EscalationChoice } from '../../../shared/model/escalation-schema'
import { runFireDrill, type EscalationMessage } from '../../core/alarms'
import { createEscalationHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'
import type { Parts } from '../parts/parts'

/** Answers what the operator chooses, and tries again when network or keyring are back. */
export const escalation: Feature = {
  name: 'escalation',
  start(parts) {
    const { settings, snapshots, channels, monitor } = parts
    const choice = (): EscalationChoice => settings.current().escalation
    const stop = snapshots.subscribe(({ set }) => {
      if (set.online === true || set.keyring === 'unlocked') monitor.escalation.retryNow()
    })
    const handlers = createEscalationHandlers({
      choice,
      choose(change) {
        settings.set({ escalation: { ...choice(), ...change } })
        monitor.escalation.rearm()
      },
      onSaved: (channel) => monitor.escalation.channelSaved(channel),
      ...channels,
      drill: (wanted) => drill(parts, wanted),
    })
    return { handlers, dispose: stop }
  },
}

/** Sends a real message through each channel, step by step; what fails is shown at the channel. */
async function drill({ clock, log, channels, monitor, newId, wording }: Parts, wanted: readonly EscalationChannel[]): Promise<readonly DrillStep[]> {
  const { t } = wording()
  const message: EscalationMessage = { id: newId(), type: 'drill', at: clock.now(), text: t('escalation.message.drill'), numbers: [] }
  const steps = await runFireDrill(
    wanted.map((channel) => channels.way(channel, message)),
    clock,
  )
  for (const { channel, step, failure } of steps) {
    log.info('fire drill', { channel, step, failure: failure?.code ?? null, detail: failure?.detail ?? null })
    if (failure || step === 'send') monitor.escalation.channelResult(channel, failure)
  }
  monitor.escalation.draw()
  return steps
}
