// Chooses the kind of connection: recognised by the address of a server, or picked from the list.
import { useId, useRef, useState } from 'react'
import type { ConnectionKind } from '../../shared/model/connection-kinds'
import { useBridge, useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { FailureNote } from '../ui/failure-note'
import { Icon } from '../ui/icon'
import { useKind, useKindGroups, useKindOf } from '../words/kinds'
import { useWords } from '../words/words-context'
import styles from './connect-screen.module.css'
import field from '../ui/forms/field.module.css'

function KindCard({ kind, onChoose }: { readonly kind: ConnectionKind; readonly onChoose: () => void }) {
  const { t } = useWords()
  const { icon, name, about, simulated } = useKind(kind)
  return (
    <li>
      <button type="button" className={styles.card} onClick={onChoose}>
        <span className={styles.picture}>
          <Icon name={icon} size={20} />
        </span>
        <span className={styles.words}>
          <span className={styles.kind}>
            {name}
            {simulated && <span className={styles.tag}>{t('window.welcome.simulation')}</span>}
          </span>
          {/* What the others are is told in their forms: here all of them are to be seen at once. */}
          {simulated && <span className={styles.about}>{about}</span>}
        </span>
        <Icon name="chevron" size={16} />
      </button>
    </li>
  )
}

interface KindChoiceProps {
  /** What was typed stays when another kind is looked for. */
  readonly address: string
  /** `found` = what answered at the address. */
  readonly onChoose: (kind: ConnectionKind, address: string, found: string | null) => void
}

/** Asks for an address first; the list of kinds is always there too. */
export function KindChoice({ address: typed, onChoose }: KindChoiceProps) {
  const { t } = useWords()
  const { badDescriptions } = useSnapshot()
  const bridge = useBridge()
  const kindOf = useKindOf()
  const groups = useKindGroups().filter(({ kinds }) => kinds.length > 0)
  const ask = useIntent('connection.recognise')
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const [nobody, setNobody] = useState(false)
  const address = (): string => input.current?.value.trim() ?? ''

  const find = async (): Promise<void> => {
    setNobody(false)
    if (address() === '') return input.current?.focus()
    const asked = address()
    const answer = await ask.run({ address: asked })
    if (!answer.ok) return input.current?.focus()
    const { kind, version } = answer.value
    if (kind === null) setNobody(true)
    else onChoose(kind, asked, version === null ? kindOf(kind).name : `${kindOf(kind).name} ${version}`)
  }

  return (
    <>
      <form
        className={styles.find}
        noValidate
        aria-busy={ask.busy || undefined}
        onSubmit={(event) => {
          event.preventDefault()
          if (!ask.busy) void find()
        }}
      >
        <label htmlFor={id} className={styles.groupName}>
          {t('window.welcome.address')}
        </label>
        <div className={styles.findRow}>
          <input
            ref={input}
            id={id}
            className={field.input}
            inputMode="url"
            placeholder="https://server.example"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            defaultValue={typed}
            readOnly={ask.busy}
            aria-describedby={`${id}-help`}
          />
          {ask.busy ? (
            <Button onClick={() => void bridge.call('connection.cancelAdd')}>{t('window.app.cancel')}</Button>
          ) : (
            <Button type="submit" weight="main">
              {t('window.welcome.find')}
            </Button>
          )}
        </div>
        <p id={`${id}-help`} className={field.help} role="status">
          {t(ask.busy ? 'window.welcome.finding' : nobody ? 'window.welcome.nobody' : 'window.welcome.addressHelp')}
        </p>
        {ask.failure && !ask.busy && ask.failure.code !== 'cancelled' && <FailureNote failure={ask.failure} />}
      </form>
      {groups.map((group) => (
        <section key={group.name} className={styles.group}>
          <h3 className={styles.groupName}>{t(`window.welcome.groups.${group.name}`)}</h3>
          <ul className={cx(styles.kinds, group.name === 'simulation' && styles.explained)} aria-label={t(`window.welcome.groups.${group.name}`)}>
            {group.kinds.map((each) => (
              <KindCard key={each} kind={each} onChoose={() => onChoose(each, address(), null)} />
            ))}
          </ul>
          {group.name === 'services' && badDescriptions.length > 0 && (
            <div className={field.help} role="note">
              <p>{t('window.welcome.badDescriptions')}</p>
              <ul className={styles.faults}>
                {badDescriptions.map(({ file, fault }) => (
                  <li key={file}>
                    <strong>{file}</strong> {fault}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      ))}
    </>
  )
}
