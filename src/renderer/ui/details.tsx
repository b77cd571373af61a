// Technical detail, one click away and copyable.
import { useWords } from '../words/words-context'
import { CopyButton } from './copy-button'
import styles from './details.module.css'

/** Closed at first. `lines` never hold a secret: they come from failures and evidence. */
export function Details({ lines }: { readonly lines: readonly string[] }) {
  const { t } = useWords()
  const text = lines.join('\n')
  return (
    <details className={styles.details}>
      <summary>{t('window.app.details')}</summary>
      <div className={styles.body}>
        <pre className={styles.text}>{text}</pre>
        <CopyButton text={text} />
      </div>
    </details>
  )
}
