// What an operator types for a described gateway: checked, cleaned, split into what is secret and what is not, and kept in the keychain.
import type { SecretSlots } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { cleanPasted, cleanPastedKey, faultOfPasted } from '../http/pasted'
import type { Description } from './description'
import type { Values } from './templates'

/** The fields of a form, cleaned. Fails with the field that is missing or malformed. */
export function typedValues(description: Description, fields: Readonly<Record<string, string>>): Outcome<Values> {
  const values: Record<string, string> = {}
  for (const { name, type, pattern, optional } of description.fields) {
    const typed = fields[name] ?? ''
    const value = type === 'secret' ? cleanPastedKey(typed) : cleanPasted(typed)
    if (value === '' && optional !== true) return failed('invalid-input', { field: name })
    const fault = value === '' ? null : faultOfPasted(value, name)
    if (fault) return { ok: false, failure: fault }
    if (value !== '' && pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) return failed('invalid-input', { field: name })
    values[name] = value
  }
  return success(values)
}

/** Slot of a secret field: of the account, or of one number. */
export function slotOf(field: string, sessionId: string | null): string {
  return sessionId === null ? `account:${field}` : `number:${sessionId}:${field}`
}

/** Names of the secret fields. */
export function secretFields({ fields }: Description): readonly string[] {
  return fields.filter(({ type }) => type === 'secret').map(({ name }) => name)
}

/** Writes the secret fields; all or an error. An empty optional one is erased. */
export async function keepSecrets(description: Description, values: Values, sessionId: string | null, secrets: SecretSlots): Promise<Outcome> {
  for (const field of secretFields(description)) {
    const slot = slotOf(field, sessionId)
    const value = values[field] ?? ''
    const written = value === '' ? await secrets.erase(slot) : await secrets.write(slot, value)
    if (!written.ok) return written
  }
  return success()
}

/** The values that are no secrets, to be kept as facts. */
export function plainValues(description: Description, values: Values): Values {
  return Object.fromEntries(description.fields.filter(({ type }) => type === 'text').map(({ name }) => [name, values[name] ?? '']))
}

/** Reads secrets once and keeps them in memory, so that a keyring that locks later does not end the watch. */
export function createSecretsReader(description: Description, secrets: SecretSlots) {
  const held = new Map<string, Values>()
  return {
    async read(sessionId: string | null): Promise<Outcome<Values>> {
      const known = held.get(sessionId ?? '')
      if (known) return success(known)
      const values: Record<string, string> = {}
      for (const { name, type, optional } of description.fields) {
        if (type !== 'secret') continue
        const stored = await secrets.read(slotOf(name, sessionId))
        if (!stored.ok) return stored
        if (stored.value === null && optional !== true) return failed('secret-missing')
        values[name] = stored.value ?? ''
      }
      held.set(sessionId ?? '', values)
      return success(values)
    },
    forget: (sessionId: string | null): void => void held.delete(sessionId ?? ''),
  }
}
