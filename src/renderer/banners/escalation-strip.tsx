// A message to people outside was not taken: said until one is, or until the channel is set up anew. The button sends a drill.
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
    <Strip key={channel} icon="info" text={`${t('escalation.failing.strip', { channel: t(`escalation.channel.${channel}`) })} ${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`}>
      <Button weight="quiet" busy={drill.busy} onClick={() => void drill.run()}>
        {t('escalation.tryNow')}
      </Button>
    </Strip>
  ))
}
