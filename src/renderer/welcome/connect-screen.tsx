// The first screen, and later the way to one more connection: choose a kind, fill in its form.
import { useRef, useState } from 'react'
import { KIND_SPECS, kindSpec, type ConnectionKind } from '../../shared/connection-kinds'
import { useBridge, useSnapshot } from '../bridge/companion-context'
import { useIntent, type Intent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { Icon, type IconName } from '../ui/icon'
import { SecretForm } from '../ui/secret-form'
import { useWords } from '../words/words-context'
import styles from './connect-screen.module.css'

const KIND_ICONS: Readonly<Record<ConnectionKind, IconName>> = { academyos: 'school', 'wpp-platform': 'server', sandbox: 'flask' }

interface ConnectScreenProps {
  /** No connection exists yet: greet, and offer no way back. */
  readonly first: boolean
  readonly onDone: (connectionId: string) => void
  readonly onLeave: () => void
}

function KindCard({ kind, onChoose }: { readonly kind: ConnectionKind; readonly onChoose: () => void }) {
  const { t } = useWords()
  return (
    <li>
      <button type="button" className={styles.card} onClick={onChoose}>
        <span className={styles.picture}>
          <Icon name={KIND_ICONS[kind]} size={24} />
        </span>
        <span className={styles.words}>
          <span className={styles.kind}>
            {t(`kinds.${kind}.name`)}
            {kindSpec(kind).simulated && <span className={styles.tag}>{t('window.welcome.simulation')}</span>}
          </span>
          <span className={styles.about}>{t(`kinds.${kind}.about`)}</span>
        </span>
        <Icon name="chevron" size={16} />
      </button>
    </li>
  )
}

interface KindFormProps {
  readonly kind: ConnectionKind
  readonly add: Intent<'connection.add'>
  readonly onBack: () => void
  /** Gives up the add that is under way; the form stays. */
  readonly onGiveUp: () => void
  readonly onDone: (connectionId: string) => void
}

function KindForm({ kind, add, onBack, onGiveUp, onDone }: KindFormProps) {
  const { t } = useWords()
  const { connections } = useSnapshot()
  const spec = kindSpec(kind)
  const plain = t(`kinds.${kind}.name`)
  const same = connections.filter((each) => each.kind === kind).length
  const submit = async (fields: Record<string, string>): Promise<void> => {
    const outcome = await add.run({ kind, name: same === 0 ? plain : `${plain} ${same + 1}`, fields })
    if (outcome.ok) onDone(outcome.value.connectionId)
  }
  return (
    <section className={styles.panel} aria-label={plain}>
      <div className={styles.chosen}>
        <span className={styles.picture}>
          <Icon name={KIND_ICONS[kind]} size={24} />
        </span>
        <span className={styles.words}>
          <h2 className={styles.kind}>
            {plain}
            {spec.simulated && <span className={styles.tag}>{t('window.welcome.simulation')}</span>}
          </h2>
          <span className={styles.about}>{t(`kinds.${kind}.about`)}</span>
        </span>
      </div>
      <SecretForm
        kind={kind}
        fields={spec.connectionFields}
        submit={t(spec.simulated ? 'window.form.addSandbox' : 'window.form.add')}
        busy={add.busy}
        failure={add.failure}
        onSubmit={(fields) => void submit(fields)}
        onCancel={add.busy ? onGiveUp : onBack}
        canLeave={false}
        wide
      />
      {!add.busy && (
        <Button weight="quiet" icon="back" onClick={onBack} className={styles.other}>
          {t('window.welcome.change')}
        </Button>
      )}
    </section>
  )
}

/** Kinds come from KIND_SPECS: a new kind needs words and an icon here, no screen. */
export function ConnectScreen({ first, onDone, onLeave }: ConnectScreenProps) {
  const { t } = useWords()
  const [kind, setKind] = useState<ConnectionKind | null>(null)
  const main = useRef<HTMLElement>(null)
  const bridge = useBridge()
  const add = useIntent('connection.add')
  const giveUp = (): void => void bridge.call('connection.cancelAdd')
  const leave = (): void => {
    // Else the connection would appear later, out of nowhere.
    if (add.busy) giveUp()
    onLeave()
  }
  const choose = (next: ConnectionKind | null): void => {
    setKind(next)
    add.clear()
    // A form without fields and the list of kinds have nothing that takes the focus by itself.
    main.current?.focus()
  }
  return (
    <main
      ref={main}
      className={styles.screen}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (add.busy) giveUp()
        else if (kind) choose(null)
        else if (!first) leave()
      }}
    >
      <div className={styles.page}>
        {!first && (
          <div className={styles.back}>
            <Button weight="quiet" icon="back" onClick={leave}>
              {t('window.app.back')}
            </Button>
          </div>
        )}
        <div className={styles.greeting}>
          <h2 className={styles.title}>{t(first ? 'window.welcome.title' : 'window.welcome.addTitle')}</h2>
          <p className={styles.lead}>{t(first ? 'window.welcome.lead' : 'window.welcome.choose')}</p>
        </div>
        {kind === null && (
          <ul className={styles.kinds} aria-label={t('window.welcome.choose')}>
            {KIND_SPECS.map((spec) => (
              <KindCard key={spec.kind} kind={spec.kind} onChoose={() => choose(spec.kind)} />
            ))}
          </ul>
        )}
        {kind !== null && <KindForm key={kind} kind={kind} add={add} onGiveUp={giveUp} onBack={() => choose(null)} onDone={onDone} />}
      </div>
    </main>
  )
}
