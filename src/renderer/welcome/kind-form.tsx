// The form of one kind of connection.
import { useState } from 'react'
import type { ConnectionKind } from '../../shared/model/connection-kinds'
import { useSnapshot } from '../bridge/companion-context'
import type { Intent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { SecretForm } from '../ui/forms/secret-form'
import { useKindOf } from '../words/kinds'
import { useWords } from '../words/words-context'
import styles from './connect-screen.module.css'

interface KindFormProps {
  readonly kind: ConnectionKind
  readonly add: Intent<'connection.add'>
  readonly onBack: () => void
  /** Gives up the add that is under way; the form stays. */
  readonly onGiveUp: () => void
  readonly onDone: (connectionId: string) => void
  /** The address that was typed into the form of another kind. */
  readonly typedAddress: string
  /** What answered at that address; null = the operator chose the kind. */
  readonly found: string | null
  /** The address answers as this kind. */
  readonly onSwitch: (kind: ConnectionKind, address: string) => void
}

/** Drawn from the kind's spec and words alone. */
export function KindForm({ kind, add, onBack, onGiveUp, onDone, typedAddress, found, onSwitch }: KindFormProps) {
  const { t } = useWords()
  const kindOf = useKindOf()
  const { connections } = useSnapshot()
  const spec = kindOf(kind)
  const plain = spec.name
  const same = connections.filter((each) => each.kind === kind).length
  const [address, setAddress] = useState(typedAddress)
  const other = add.failure?.kind
  const submit = async (fields: Record<string, string>): Promise<boolean> => {
    setAddress(fields['address'] ?? '')
    const outcome = await add.run({ kind, name: same === 0 ? plain : `${plain} ${same + 1}`, fields })
    if (outcome.ok) onDone(outcome.value.connectionId)
    return outcome.ok
  }
  return (
    <section className={styles.panel} aria-label={plain}>
      <div className={styles.chosen}>
        <span className={styles.picture}>
          <Icon name={spec.icon} size={20} />
        </span>
        <span className={styles.words}>
          <h2 className={styles.kind}>
            {plain}
            {spec.simulated && <span className={styles.tag}>{t('window.welcome.simulation')}</span>}
          </h2>
          <span className={styles.about}>{found === null ? spec.about : t('window.welcome.found', { what: found })}</span>
        </span>
      </div>
      <SecretForm
        kind={kind}
        fields={spec.connectionFields}
        submit={spec.add || t('window.form.add')}
        busy={add.busy}
        failure={add.failure}
        onSubmit={submit}
        onCancel={add.busy ? onGiveUp : onBack}
        canLeave={false}
        initial={typedAddress === '' ? {} : { address: typedAddress }}
        wide
      >
        {other && !add.busy && (
          <Button icon={kindOf(other).icon} onClick={() => onSwitch(other, address)}>
            {t('window.form.switchKind', { kind: kindOf(other).name })}
          </Button>
        )}
      </SecretForm>
      {!add.busy && (
        <Button weight="quiet" icon="back" onClick={onBack} className={styles.other}>
          {t('window.welcome.change')}
        </Button>
      )}
    </section>
  )
}
