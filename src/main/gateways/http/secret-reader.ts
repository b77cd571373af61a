// A secret of a gateway, read from the keychain once and kept in memory, so that a keyring that locks later does not end the watch.
import type { SecretSlots } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'

/** Reads one secret. */
export interface SecretReader {
  /** Fails with `secret-missing`, or as the keyring does. */
  read(): Promise<Outcome<string>>
  /** The backend refused it: the next read asks the keychain again. */
  forget(): void
}

/** A secret that was just typed and is not kept yet. */
export const typedSecret = (secret: string): SecretReader => ({ read: () => Promise.resolve(success(secret)), forget: () => undefined })

/** The reader of one slot. */
export function createSecretReader(slot: string, secrets: SecretSlots): SecretReader {
  let known: string | null = null
  return {
    async read() {
      if (known !== null) return success(known)
      const stored = await secrets.read(slot)
      if (!stored.ok) return stored
      if (stored.value === null) return failed('secret-missing')
      known = stored.value
      return success(known)
    },
    forget: () => void (known = null),
  }
}
