// The facts of a number as pairs of name and value.
import type { ReactNode } from 'react'
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { ConnectionKind } from '../../../shared/model/connection-kinds'
import { CopyButton } from '../../ui/copy-button'
import { StatusShape } from '../../ui/status-shape'
import { useKind } from '../../words/kinds'
import { MINUTE, SECOND, useNow } from '../../words/ticker'
import { useWords } from '../../words/words-context'
import styles from './facts.module.css'

/** So long before its end the date of a paid service stands out, ms: as long as the first notice comes before. */
const PAID_SOON = 7 * 24 * 3_600_000

/** A list of facts. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>
}

/** One fact. `copy` puts a copy button after it, named by `copyLabel`. */
export function Fact({ name, copy, children }: { readonly name: string; readonly copy?: string; readonly children: ReactNode }) {
  const { t } = useWords()
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.value}>{children}</span>
        {copy !== undefined && <CopyButton text={copy} label={`${t('window.app.copy')}: ${name.replace(/:$/, '')}`} />}
      </dd>
    </div>
  )
}

/** The session id with a copy button. */
export function SessionFact({ session }: { readonly session: SessionView }) {
  const { t } = useWords()
  return (
    <Fact name={t('window.card.session')} copy={session.sessionId}>
      <code className={styles.code}>{session.sessionId}</code>
    </Fact>
  )
}

/** The key as the server masks it; nothing when it never sent a mask. */
export function KeyFact({ session }: { readonly session: SessionView }) {
  const { t } = useWords()
  if (!session.apiKeyMask) return null
  return (
    <Fact name={t('window.card.apiKey')}>
      <code className={styles.code}>{session.apiKeyMask}</code>
    </Fact>
  )
}

/** The phone, or that this backend does not tell it. */
export function PhoneFact({ session, kind }: { readonly session: SessionView; readonly kind: ConnectionKind }) {
  const { tellsPhone } = useKind(kind)
  const { t } = useWords()
  if (session.wrongPhone !== null) return <Fact name={t('window.card.phone')}>{t('phone.both', { is: session.wrongPhone, was: session.phone ?? '' })}</Fact>
  if (!session.phone && tellsPhone) return null
  return <Fact name={t('window.card.phone')}>{session.phone ?? <span className={styles.muted}>{t('phone.cannotKnow')}</span>}</Fact>
}

/** An instant: how long ago, and when exactly. */
export function TimeFact({ name, at }: { readonly name: string; readonly at: number | null }) {
  const { t, times } = useWords()
  const now = useNow(SECOND)
  return (
    <Fact name={name}>
      {at === null ? (
        <span className={styles.muted}>{t('window.card.never')}</span>
      ) : (
        <time dateTime={new Date(at).toISOString()}>
          {times.ago(at, now)} <span className={styles.muted}>({times.clock(at, now)})</span>
        </time>
      )}
    </Fact>
  )
}

/** An instant from which something holds: when, and how long ago. */
export function SinceFact({ name, at }: { readonly name: string; readonly at: number }) {
  const { times } = useWords()
  const now = useNow(SECOND)
  return (
    <Fact name={name}>
      <time dateTime={new Date(at).toISOString()}>
        {times.clock(at, now)} <span className={styles.muted}>({times.ago(at, now)})</span>
      </time>
    </Fact>
  )
}

/** Until when the service is paid; nothing where it does not tell. In the last days, and after them, the date stands out. */
export function PaidFact({ session }: { readonly session: SessionView }) {
  const { t, times } = useWords()
  const now = useNow(MINUTE)
  if (session.paidUntil === null) return null
  const near = session.paidUntil - now < PAID_SOON
  return (
    <Fact name={t('window.card.paidUntil')}>
      {near && <StatusShape tone="warn" size={14} />}
      <time dateTime={new Date(session.paidUntil).toISOString()}>{times.date(session.paidUntil)}</time>
    </Fact>
  )
}
