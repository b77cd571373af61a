// The whole window: waits for the first snapshot, then shows the welcome screen or the numbers.
import { useSyncExternalStore } from 'react'
import type { CompanionBridge } from '../shared/ipc/contract'
import { languageOf } from '../shared/words/i18n'
import { BridgeProvider, SnapshotProvider, useSnapshot } from './bridge/companion-context'
import { useZoomKeys } from './bridge/use-zoom-keys'
import { useFocusLanding } from './bridge/use-focus-landing'
import type { SnapshotSource } from './bridge/snapshot-source'
import { Banners } from './banners/banners'
import { MainScreen } from './numbers/main-screen'
import { useNavigation } from './numbers/selection'
import { SettingsDialog } from './settings/settings-dialog'
import { Button, IconButton } from './ui/button'
import { FailureNote } from './ui/failure-note'
import { ConnectScreen } from './welcome/connect-screen'
import { useWords, WordsProvider } from './words/words-context'
import styles from './app.module.css'

function Screens() {
  useFocusLanding()
  useZoomKeys()
  const snapshot = useSnapshot()
  const { t } = useWords()
  const navigation = useNavigation(snapshot)
  const { place } = navigation
  const first = snapshot.connections.length === 0
  return (
    <div className={styles.window}>
      <header className={styles.bar}>
        <h1 className={styles.name}>{t('window.app.name')}</h1>
        <IconButton icon="settings" label={t('window.app.settings')} onClick={navigation.openSettings} />
      </header>
      <Banners />
      {first || place.view === 'connect' ? (
        <ConnectScreen first={first} onDone={(id) => navigation.select({ kind: 'connection', id, fresh: true })} onLeave={navigation.leaveConnect} />
      ) : (
        <MainScreen selection={place.selection} onSelect={navigation.select} onAddConnection={navigation.openConnect} />
      )}
      {place.settings && <SettingsDialog onClose={navigation.closeSettings} />}
    </div>
  )
}

function Loading() {
  const { t } = useWords()
  return (
    <main className={styles.loading} role="status">
      {t('window.app.loading')}
    </main>
  )
}

/** The window. Before the first snapshot it speaks the system's language. */
export function App({ bridge, source }: { readonly bridge: CompanionBridge; readonly source: SnapshotSource }) {
  const state = useSyncExternalStore(source.subscribe, source.get)
  const language = state.kind === 'ready' ? state.snapshot.language : languageOf(navigator.language)
  return (
    <BridgeProvider value={bridge}>
      <WordsProvider language={language}>
        {state.kind === 'loading' && <Loading />}
        {state.kind === 'failed' && (
          <main className={styles.loading}>
            <FailureNote failure={state.failure}>
              <RetryButton onRetry={source.reload} />
            </FailureNote>
          </main>
        )}
        {state.kind === 'ready' && (
          <SnapshotProvider value={state.snapshot}>
            <Screens />
          </SnapshotProvider>
        )}
      </WordsProvider>
    </BridgeProvider>
  )
}

function RetryButton({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useWords()
  return (
    <Button weight="main" onClick={onRetry}>
      {t('window.app.retry')}
    </Button>
  )
}
