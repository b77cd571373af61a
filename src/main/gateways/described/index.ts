// Described kinds: each is a file of data in descriptions/, and all share one interpreter.
import { PLAIN_HTTP } from '../../../shared/model/connection-kinds'
import type { KindSpec, KindWords } from '../../../shared/model/connection-kinds'
import type { GatewayKind } from '../../core/ports'
import { success } from '../../../shared/model/failure'
import { keepSecrets, secretFields, slotOf } from './credentials'
import type { Description } from './description'
import { shippedDescriptions } from './shipped'
import { createDescribedGateway } from './gateway'
import { proveAccount, proveNumber } from './proof-of-key'

/** The kinds of the descriptions that come with the app, and of these. */
export function describedKinds(more: readonly Description[] = []): readonly GatewayKind[] {
  return [...shippedDescriptions(), ...more].map(createDescribedKind)
}

/** Makes a kind of a description. */
export function createDescribedKind(description: Description): GatewayKind {
  const account = description.number === 'list'
  const secrets = secretFields(description)
  const spec = specOf(description)
  return {
    spec,
    domain: domainOf(description),
    ...(description.everyMs === undefined ? {} : { everyMs: description.everyMs }),
    connectionSlots: account ? secrets.map((field) => slotOf(field, null)) : [],
    numberSlots: (sessionId) => (account ? [] : secrets.map((field) => slotOf(field, sessionId))),
    async signIn(request, environment, signal) {
      if (account) {
        const proven = await proveAccount(description, request, environment, signal)
        if (!proven.ok) return proven
        const written = await keepSecrets(description, proven.value.values, null, request.secrets)
        return written.ok ? success({ address: proven.value.address, facts: proven.value.facts }) : written
      }
      const proven = await proveNumber(description, request, environment, signal)
      if (!proven.ok) return proven
      const { values, number, address } = proven.value
      const written = await keepSecrets(description, values, number.sessionId, request.secrets)
      return written.ok ? success({ address, facts: plainHttpOf(number.facts), number }) : written
    },
    open: (connection, slots, environment) => createDescribedGateway(description, connection, slots, environment),
  }
}

/** The consent to go without encryption belongs to the connection too: its head shows it. */
function plainHttpOf({ [PLAIN_HTTP]: agreed }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return agreed === undefined ? {} : { [PLAIN_HTTP]: agreed }
}

/** The last two names of its host: services have an address for each instance, or one for all, on one domain. */
function domainOf({ base }: Description): string {
  return new URL('fixed' in base ? base.fixed : base.asked).hostname.split('.').slice(-2).join('.')
}

function specOf(description: Description): KindSpec {
  const { id, base, fields, number, reads, words } = description
  const address = 'asked' in base ? [{ name: 'address', type: 'address' as const, placeholder: base.asked }] : []
  const asked = fields.map(({ name, type, optional }) => ({ name, type, hasHelp: true as const, ...(optional === true ? { optional: true as const } : {}) }))
  const connectionFields = [...address, ...asked]
  return {
    kind: `described/${id}`,
    icon: 'cloud',
    connectionFields,
    numberFields: number === 'list' ? [] : connectionFields,
    signInFields: number === 'list' ? asked : connectionFields,
    tellsPhone: [reads.status, reads.list, reads.details].some((read) => read?.phone !== undefined),
    simulated: false,
    words: { en: wordsIn(words.en, 'Server address'), ru: wordsIn(words.ru, 'Адрес сервера') },
  }
}

/** The words without members that are not there. */
function wordsIn({ name, about, fields }: Description['words']['en'], address: string): KindWords {
  const labels = Object.entries(fields).map(([field, { label, help }]) => [field, { label, ...(help === undefined ? {} : { help }) }] as const)
  return { name, about, fields: { address: { label: address }, ...Object.fromEntries(labels) } }
}
