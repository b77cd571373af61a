// Copies through main and says that it did.
import { useEffect, useState } from 'react'
import { useBridge } from '../bridge/companion-context'
import { useWords } from '../words/words-context'
import { Button, IconButton } from './button'

/** How long it says that the text was copied, ms: long enough to be read. */
const SAID_FOR = 2_000

/** With `label` an icon only, otherwise a small button with words. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const bridge = useBridge()
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_FOR)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    const outcome = await bridge.call('clipboard.copy', { text })
    if (outcome.ok) setCopied(true)
  }
  return (
    <>
      {label ? (
        <IconButton icon={copied ? 'done' : 'copy'} label={label} onClick={() => void copy()} />
      ) : (
        <Button icon={copied ? 'done' : 'copy'} weight="quiet" onClick={() => void copy()}>
          {t(copied ? 'window.app.copied' : 'window.app.copy')}
        </Button>
      )}
      <span className="unseen" role="status">
        {copied ? t('window.app.copied') : ''}
      </span>
    </>
  )
}
