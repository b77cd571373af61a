// The kinds of connection as data: the welcome screen draws its forms from here, so a new kind touches no screen.

/** Kinds of backend the app can talk to. A new kind adds a word here, a {@link KindSpec} below and a folder in main/gateways. */
export const CONNECTION_KINDS = ['academyos', 'wpp-platform', 'sandbox'] as const
export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** One input of a form. Labels live in i18n under `field.<kind>.<name>.label` and, if any, `.help`. */
export interface FieldSpec {
  readonly name: string
  readonly type: 'text' | 'address' | 'secret'
  readonly placeholder?: string
  readonly hasHelp?: true
}

/** What a kind asks for and what it can do. */
export interface KindSpec {
  readonly kind: ConnectionKind
  /** Asked when the connection is made. */
  readonly connectionFields: readonly FieldSpec[]
  /** Asked for each further number ("adding a number is another key"). Empty: one click is enough. */
  readonly numberFields: readonly FieldSpec[]
  /** Asked when signing in again. */
  readonly signInFields: readonly FieldSpec[]
  /** The backend tells the phone number, so a wrong phone can be noticed. */
  readonly tellsPhone: boolean
  /** A simulation: labelled as such wherever it shows. */
  readonly simulated: boolean
}

const address = (placeholder: string): FieldSpec => ({ name: 'address', type: 'address', placeholder })
const login: FieldSpec = { name: 'login', type: 'text', hasHelp: true }
const password: FieldSpec = { name: 'password', type: 'secret' }
const apiKey: FieldSpec = { name: 'apiKey', type: 'secret', hasHelp: true }
const session: FieldSpec = { name: 'session', type: 'text', placeholder: '0000000000042', hasHelp: true }

/** All kinds, in the order the welcome screen offers them. */
export const KIND_SPECS: readonly KindSpec[] = [
  {
    kind: 'academyos',
    connectionFields: [address('https://api.academyos.ru'), { name: 'publicKey', type: 'text', hasHelp: true }, login, password],
    numberFields: [],
    signInFields: [login, password],
    tellsPhone: false,
    simulated: false,
  },
  {
    kind: 'wpp-platform',
    connectionFields: [address('https://msg.academyos.ru'), apiKey, session],
    numberFields: [apiKey, session],
    signInFields: [apiKey, session],
    tellsPhone: false,
    simulated: false,
  },
  { kind: 'sandbox', connectionFields: [], numberFields: [], signInFields: [], tellsPhone: false, simulated: true },
]

/** The spec of one kind. */
export function kindSpec(kind: ConnectionKind): KindSpec {
  const spec = KIND_SPECS.find((each) => each.kind === kind)
  if (!spec) throw new Error(`No spec for kind ${kind}`)
  return spec
}
