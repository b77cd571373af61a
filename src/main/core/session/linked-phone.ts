// Which phone a number is linked to: the one on record, or another one in its place.
import { samePhone } from '../../../shared/model/same-phone'
import type { Reading } from '../../../shared/model/session'

/** The phone on record, and the one that is linked in its place; null = none is known. */
interface Phones {
  readonly phone: string | null
  readonly wrongPhone: string | null
}

/** The phones after a reading. The one on record stays until the operator accepts another; a reading without a phone changes nothing. */
export function phonesSeen({ phone, wrongPhone }: Phones, reading: Reading): Phones {
  const told = reading.phone
  // No phone is linked any more.
  if (reading.state === 'awaiting-scan' || reading.gone === true || reading.cause === 'logged-out') return { phone, wrongPhone: null }
  if (told === undefined) return { phone, wrongPhone }
  if (phone === null) return { phone: told, wrongPhone: null }
  if (samePhone(told, phone)) return { phone, wrongPhone: null }
  return { phone, wrongPhone: reading.state === 'connected' ? told : wrongPhone }
}
