// The first screen, also used later to add a connection: choose a kind, fill in its form.
import { useRef, useState } from 'react'
import type { ConnectionKind } from '../../shared/model/connection-kinds'
import { useBridge } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { useWords } from '../words/words-context'
import styles from './connect-screen.module.css'
import { KindChoice } from './kind-choice'
import { KindForm } from './kind-form'

interface ConnectScreenProps {
  /** No connection exists yet: greet, and offer no way back. */
  readonly first: boolean
  readonly onDone: (connectionId: string) => void
  readonly onLeave: () => void
}

/** Everything about a kind comes from its spec and its words: a new kind changes no screen. */
export function ConnectScreen({ first, onDone, onLeave }: ConnectScreenProps) {
  const { t } = useWords()
  const [kind, setKind] = useState<ConnectionKind | null>(null)
  const [typedAddress, setTypedAddress] = useState('')
  /** What answered at the address; null = the operator chose. */
  const [found, setFound] = useState<string | null>(null)
  const main = useRef<HTMLElement>(null)
  const bridge = useBridge()
  const add = useIntent('connection.add')
  const giveUp = (): void => void bridge.call('connection.cancelAdd')
  const leave = (): void => {
    // Without this the connection would appear later although the operator has left the screen.
    if (add.busy) giveUp()
    onLeave()
  }
  const choose = (next: ConnectionKind | null, address = typedAddress, what: string | null = null): void => {
    setKind(next)
    setTypedAddress(address)
    setFound(what)
    add.clear()
    // A form without fields, and the list of kinds, have no element that takes the focus by itself.
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
        {kind === null && <KindChoice address={typedAddress} onChoose={choose} />}
        {kind !== null && (
          <KindForm
            key={kind}
            kind={kind}
            add={add}
            onGiveUp={giveUp}
            onBack={() => choose(null)}
            onDone={onDone}
            typedAddress={typedAddress}
            found={found}
            onSwitch={choose}
          />
        )}
      </div>
    </main>
  )
}
