// Messages about the whole app, above everything else.
import { useBridge, useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { SECOND, useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import styles from './banners.module.css'
import { EscalationStrip } from './escalation-strip'
import { Strip } from './strip'
import { useUnreadWords } from './unread-words'

function KeyringStrip({ keyring }: { readonly keyring: 'locked' | 'none' }) {
  const { t } = useWords()
  const unlock = useIntent('keyring.unlock')
  const memory = useIntent('keyring.useMemory')
  const failure = unlock.failure ?? memory.failure
  return (
    <>
      <Strip icon="lock" text={t(keyring === 'locked' ? 'window.banner.keyringLocked' : 'window.banner.keyringNone')}>
        {keyring === 'locked' && (
          <Button busy={unlock.busy} onClick={() => void unlock.run()}>
            {t('window.banner.unlock')}
          </Button>
        )}
        <Button weight={keyring === 'locked' ? 'quiet' : 'plain'} busy={memory.busy} onClick={() => void memory.run()}>
          {t('window.banner.useMemory')}
        </Button>
      </Strip>
      {failure && <FailureNote failure={failure} />}
    </>
  )
}

/** The keyring, the network, muted notices, and the banners of the snapshot. */
export function Banners() {
  const { t, times } = useWords()
  const bridge = useBridge()
  const { banners, keyring, online, mutedUntil } = useSnapshot()
  const now = useNow(SECOND)
  const what = useUnreadWords()
  return (
    <div className={styles.banners} role="status">
      {(keyring === 'locked' || keyring === 'none') && <KeyringStrip keyring={keyring} />}
      {keyring === 'memory' && <Strip icon="lock" text={t('window.banner.keyringMemory')} />}
      {!online && <Strip icon="info" text={t('window.banner.offline')} />}
      <EscalationStrip />
      {banners.map((banner) => (
        <Strip key={banner} icon="info" text={t(`window.banner.${banner}`, { what })}>
          <Button weight="quiet" onClick={() => void bridge.call('banner.dismiss', { banner })}>
            {t('window.banner.dismiss')}
          </Button>
        </Strip>
      ))}
      {mutedUntil !== null && mutedUntil > now && (
        <Strip icon="mute" text={t('window.banner.muted', { time: times.clock(mutedUntil, now) })}>
          <Button weight="quiet" onClick={() => void bridge.call('notices.mute', { hours: 0 })}>
            {t('window.settings.unmute')}
          </Button>
        </Strip>
      )}
    </div>
  )
}
