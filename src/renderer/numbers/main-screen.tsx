// List and detail beside each other; one of the two when the window is narrow.
import { useEffect, useRef } from 'react'
import { useSnapshot } from '../bridge/companion-context'
import { ConnectionDetail } from '../detail/connection-detail'
import { NumberDetail } from '../detail/number-detail'
import { Button } from '../ui/button'
import { useWords } from '../words/words-context'
import { NumberList } from './number-list'
import { resolveSelection, useIsWide, type Selection } from './selection'
import { useGroups } from './use-groups'
import styles from './main-screen.module.css'

interface MainScreenProps {
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection | null) => void
  readonly onAddConnection: () => void
}

/** The numbers. When wide, the first in the list is shown until another is chosen. */
export function MainScreen({ selection, onSelect, onAddConnection }: MainScreenProps) {
  const snapshot = useSnapshot()
  const { t } = useWords()
  const wide = useIsWide()
  const groups = useGroups(snapshot)
  const chosen = resolveSelection(selection, snapshot)
  const top = groups[0]
  const topNumber = top?.numbers[0]
  const fallback: Selection | null = topNumber
    ? { kind: 'number', key: topNumber.key }
    : top
      ? { kind: 'connection', id: top.connection.id, fresh: true }
      : null
  const shown = chosen ?? (wide || snapshot.sessions.length === 0 ? fallback : null)
  const canGoBack = !wide && shown !== null && snapshot.sessions.length > 0
  const detail = useRef<HTMLDivElement>(null)
  const identity = shown ? `${shown.kind}:${shown.kind === 'number' ? shown.key : shown.id}` : ''

  // In one column the chosen number replaces the list, so the focus must move to it, or no element has the keyboard.
  useEffect(() => {
    if (!wide && selection) detail.current?.focus()
    detail.current?.scrollTo(0, 0)
  }, [identity, wide, selection])

  const back = (): void => onSelect(null)
  const session = shown?.kind === 'number' ? snapshot.sessions.find((each) => each.key === shown.key) : undefined
  const connectionId = session?.connectionId ?? (shown?.kind === 'connection' ? shown.id : undefined)
  const connection = snapshot.connections.find((each) => each.id === connectionId)
  return (
    <main className={styles.columns}>
      <NumberList groups={groups} shown={shown} visible={wide || !shown} onSelect={onSelect} onAddConnection={onAddConnection} />
      {(wide || shown) && (
        <div
          ref={detail}
          className={styles.detail}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && canGoBack && !event.defaultPrevented) back()
          }}
        >
          <div className={styles.page}>
            {!wide && (
              <div className={styles.above}>
                {canGoBack && (
                  <Button weight="quiet" icon="back" onClick={back} className={styles.back}>
                    {t('window.app.back')}
                  </Button>
                )}
                {!canGoBack && (
                  <Button weight="quiet" icon="plus" onClick={onAddConnection} className={styles.back}>
                    {t('window.list.addConnection')}
                  </Button>
                )}
              </div>
            )}
            {session && connection && <NumberDetail key={session.key} session={session} connection={connection} onGone={back} />}
            {!session && connection && <ConnectionDetail key={connection.id} connection={connection} onNumber={(key) => onSelect({ kind: 'number', key })} />}
            {!connection && <p className={styles.nothing}>{t('window.list.choose')}</p>}
          </div>
        </div>
      )}
    </main>
  )
}
