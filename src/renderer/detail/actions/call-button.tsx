// A button of the card that sends one call about the number.
import type { ReactNode } from 'react'
import { Button } from '../../ui/button'
import type { IconName } from '../../ui/icon'
import type { NumberCall, NumberCalls } from './use-number-calls'

interface CallButtonProps {
  readonly calls: NumberCalls
  readonly name: NumberCall
  readonly weight?: 'main' | 'plain' | 'quiet'
  readonly icon?: IconName
  readonly children: ReactNode
}

/** Busy while its own call is under way; not drawn when the number does not allow the call. */
export function CallButton({ calls, name, weight = 'plain', icon, children }: CallButtonProps) {
  if (!calls.may(name)) return null
  return (
    <Button weight={weight} busy={calls.busy === name} onClick={() => void calls.send(name)} {...(icon ? { icon } : {})}>
      {children}
    </Button>
  )
}
