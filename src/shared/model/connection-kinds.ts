// The kinds of connection as data. Each kind brings its own (`spec.ts` in its folder): the window draws its form from it, so a new kind changes no screen.

/** Names of the kinds with code of their own: a saved connection of any other is kept, but not read. A new one adds its name here. */
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
  /** What it is called, by language. */
  readonly words: Readonly<Record<'ru' | 'en', KindWords>>
}

/** The spec of one kind, from those that the app has. One that is not among them has no form, and its name is all there is to call it by. */
export function kindSpec(kind: ConnectionKind, specs: readonly KindSpec[]): KindSpec {
  const words = { name: kind.slice(kind.indexOf('/') + 1), about: '', fields: {} }
  const nothing = { connectionFields: [], numberFields: [], signInFields: [], tellsPhone: false, simulated: false }
  return specs.find((each) => each.kind === kind) ?? { kind, icon: 'server', ...nothing, words: { ru: words, en: words } }
}

/** Field of a form, with the value {@link PLAIN_AGREED}: the service may send the messages that wait there. */
export const SEND_WAITING = 'sendWaiting'
/** Fact of a connection: its server still has the secret key that every such server is delivered with. */
export const DELIVERED_KEY = 'defaultSecret'
/** Fact of a connection and field of its form: its traffic is not encrypted, and the operator agreed. */
export const PLAIN_HTTP = 'plainHttp'
/** Its only value. */
export const PLAIN_AGREED = 'yes'
