// The kinds of connection as data: the window draws its forms from here, so a new kind changes no screen.

/** Kinds with code of their own. A new one adds its name here, a {@link KindSpec} below, its words in i18n kinds.ts and a folder in main/gateways. */
export const CODED_KINDS = ['academyos', 'wpp-platform', 'wppconnect', 'evolution', 'waha', 'sandbox'] as const
export type CodedKind = (typeof CODED_KINDS)[number]

/** A kind that is nothing but a description (main/gateways/described): `described/<id of the description>`. */
export type DescribedKind = `described/${string}`
/** Kinds of backend the app can talk to. */
export type ConnectionKind = CodedKind | DescribedKind

/** True for a name that a described kind can have. */
export function isDescribedKind(name: string): name is DescribedKind {
  return /^described\/[a-z0-9][a-z0-9-]{0,39}$/.test(name)
}

/** True for a name that a kind can have, whether or not this app knows it. */
export function isConnectionKind(name: unknown): name is ConnectionKind {
  return typeof name === 'string' && (isDescribedKind(name) || CODED_KINDS.some((each) => each === name))
}

/** What a kind is called, and the words of its form. `add` is the button of the form, where the usual word does not fit. */
export interface KindWords {
  readonly name: string
  readonly about: string
  readonly add?: string
  readonly fields: Readonly<Record<string, { readonly label: string; readonly help?: string }>>
}

/** One input of a form. */
export interface FieldSpec {
  readonly name: string
  readonly type: 'text' | 'address' | 'secret'
  readonly placeholder?: string
  readonly hasHelp?: true
  /** May be left empty. */
  readonly optional?: true
}

/** What a kind asks for and what it can do. */
export interface KindSpec {
  readonly kind: ConnectionKind
  /** Picture beside its name; the window's pictures are drawn in renderer/ui/icon.tsx. */
  readonly icon: 'school' | 'server' | 'flask' | 'phone' | 'cloud'
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
  /** The words of a described kind, by language. Those of the others are in i18n/<language>/kinds.ts. */
  readonly words?: Readonly<Record<'ru' | 'en', KindWords>>
}

const address = (placeholder: string): FieldSpec => ({ name: 'address', type: 'address', placeholder })
const login: FieldSpec = { name: 'login', type: 'text', hasHelp: true }
const password: FieldSpec = { name: 'password', type: 'secret' }
const apiKey: FieldSpec = { name: 'apiKey', type: 'secret', hasHelp: true }
const secretKey: FieldSpec = { name: 'secretKey', type: 'secret', hasHelp: true }
const session: FieldSpec = { name: 'session', type: 'text', placeholder: '0000000000042', hasHelp: true }

/** All kinds with code of their own, in the order the welcome screen offers them. */
export const KIND_SPECS: readonly (KindSpec & { readonly kind: CodedKind })[] = [
  {
    kind: 'academyos',
    icon: 'school',
    connectionFields: [address('https://api.academyos.ru'), { name: 'publicKey', type: 'text', hasHelp: true }, login, password],
    numberFields: [],
    signInFields: [login, password],
    tellsPhone: false,
    simulated: false,
  },
  {
    kind: 'wpp-platform',
    icon: 'server',
    connectionFields: [address('https://msg.academyos.ru'), apiKey, session],
    numberFields: [apiKey, session],
    signInFields: [apiKey, session],
    tellsPhone: false,
    simulated: false,
  },
  {
    kind: 'wppconnect',
    icon: 'server',
    connectionFields: [address('http://localhost:21465'), secretKey],
    numberFields: [],
    signInFields: [secretKey],
    tellsPhone: true,
    simulated: false,
  },
  {
    kind: 'evolution',
    icon: 'server',
    connectionFields: [address('http://192.168.1.20:8080'), apiKey],
    numberFields: [],
    signInFields: [apiKey],
    tellsPhone: true,
    simulated: false,
  },
  {
    kind: 'waha',
    icon: 'server',
    connectionFields: [address('http://localhost:3000'), apiKey],
    numberFields: [],
    signInFields: [apiKey],
    tellsPhone: true,
    simulated: false,
  },
  { kind: 'sandbox', icon: 'flask', connectionFields: [], numberFields: [], signInFields: [], tellsPhone: false, simulated: true },
]

/** The spec of one kind; of a described one, from the list of those that the app has. One that is not among them has no form. */
export function kindSpec(kind: ConnectionKind, described: readonly KindSpec[]): KindSpec {
  const spec = [...KIND_SPECS, ...described].find((each) => each.kind === kind)
  return spec ?? { kind, icon: 'server', connectionFields: [], numberFields: [], signInFields: [], tellsPhone: false, simulated: false }
}

/** Field of a form, with the value {@link PLAIN_AGREED}: the service may send the messages that wait there. */
export const SEND_WAITING = 'sendWaiting'
/** Fact of a connection: its server still has the secret key that every such server is delivered with. */
export const DELIVERED_KEY = 'defaultSecret'
/** Fact of a connection and field of its form: its traffic is not encrypted, and the operator agreed. */
export const PLAIN_HTTP = 'plainHttp'
/** Its only value. */
export const PLAIN_AGREED = 'yes'
