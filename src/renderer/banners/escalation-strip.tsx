// A message to people outside was not taken: said until one is, or until the channel is set up anew.
import { useSnapshot } from '../bridge/companion-context'
import { useWords } from '../words/words-context'
import { Strip } from './strip'

/** One strip for each channel that fails. */
export function EscalationStrip() {
  const { t } = useWords()
  const { escalation } = useSnapshot()
  return escalation.failing.map(({ channel, failure }) => (
    <Strip key={channel} icon="info" text={`${t('escalation.failing.strip', { channel: t(`escalation.channel.${channel}`) })} ${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`} />
  ))
}
