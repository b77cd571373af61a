// A code that is typed on the phone, for those who cannot scan one: the phone's owner is elsewhere, or its camera is broken.
import { useEffect, useId, useState } from 'react'
import type { SessionView } from '../../../shared/ipc/snapshot'
import { mayPair } from '../../../shared/model/may'
import { Button } from '../../ui/button'
import { Actions, Dialog } from '../../ui/dialogs/dialog'
import { StatusShape } from '../../ui/status-shape'
import field from '../../ui/forms/field.module.css'
import { useWords } from '../../words/words-context'
import type { NumberCalls } from './use-number-calls'

/** Digits with the country code, from what people write; null = no phone. */
export function digitsOf(typed: string): string | null {
  const plain = typed.replace(/[\s().+\u00a0\u2010-\u2015-]/g, '')
  if (!/^\d+$/.test(plain)) return null
  // Calls inside Russia begin with 8, calls abroad with 00: WhatsApp wants the country code.
  const digits = plain.replace(/^8(\d{10})$/, '7$1').replace(/^00/, '')
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : null
}

/** Digits as their country writes them; with a plus only until the library that knows the countries is loaded. */
function usePhoneText(digits: string): string {
  const [spell, setSpell] = useState<{ readonly phoneText: (digits: string) => string } | null>(null)
  useEffect(() => void import('../../../shared/words/phone-text').then(setSpell), [])
  return spell?.phoneText(digits) ?? `+${digits}`
}

function PairDialog({ session, onPair, onClose }: { readonly session: SessionView; readonly onPair: (phone: string) => void; readonly onClose: () => void }) {
  const { t } = useWords()
  const id = useId()
  const known = session.pairingPhone ?? session.phone
  const [typed, setTyped] = useState(known ?? '')
  const [wrong, setWrong] = useState(false)
  const digits = digitsOf(typed)
  const spelled = usePhoneText(digits ?? '')
  return (
    <Dialog title={t('window.pair.title')} onClose={onClose}>
      <form
        className={field.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (digits === null) return setWrong(true)
          onPair(digits)
          onClose()
        }}
      >
        <div className={field.field}>
          <label htmlFor={id}>{t('window.pair.phone')}</label>
          <input
            id={id}
            className={field.input}
            type="tel"
            inputMode="tel"
            placeholder="+7 900 000-00-00"
            autoComplete="off"
            maxLength={40}
            value={typed}
            data-first-focus
            aria-invalid={wrong || undefined}
            aria-describedby={`${id}-help`}
            onChange={(event) => {
              setTyped(event.target.value)
              setWrong(false)
            }}
          />
          {wrong ? (
            <p id={`${id}-help`} className={field.wrong} role="alert">
              <StatusShape tone="down" size={14} />
              <span>{t('window.pair.wrong')}</span>
            </p>
          ) : (
            <p id={`${id}-help`} className={field.help}>
              {digits === null ? t('window.pair.help') : t('window.pair.for', { phone: spelled })}
            </p>
          )}
        </div>
        <Actions>
          <Button onClick={onClose}>{t('window.app.cancel')}</Button>
          <Button type="submit" weight="main">
            {t('window.pair.get')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}

/** Offers a code to type, where the backend has one. */
export function PairButton({ session, calls }: { readonly session: SessionView; readonly calls: NumberCalls }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  if (!calls.connection.pairs || !mayPair(session, calls.connection)) return null
  return (
    <>
      <Button weight="quiet" icon="phone" onClick={() => setOpen(true)}>
        {t('window.pair.open')}
      </Button>
      {open && <PairDialog session={session} onPair={(phone) => void calls.pair(phone)} onClose={() => setOpen(false)} />}
    </>
  )
}
