// Shown while the last message of an escalation channel could not be delivered, until one is or the channel is set up anew. The button starts a fire drill.
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { useWords } from '../words/words-context'
import { Strip } from './strip'

/** One strip for each channel that fails. */
export function EscalationStrip() {
  const { t } = useWords()
  const { escalation } = useSnapshot()
  const drill = useIntent('escalation.drill')
  return escalation.failing.map(({ channel, failure }) => (
    <Strip
      key={channel}
      icon="info"
      text={`${t('escalation.failing.strip', { channel: t(`escalation.channel.${channel}`) })} ${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`}
    >
      <Button weight="quiet" busy={drill.busy} onClick={() => void drill.run()}>
        {t('escalation.tryNow')}
      </Button>
    </Strip>
  ))
}
