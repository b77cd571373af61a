// Which kind of backend answers at an address: a few harmless GETs without credentials.
import type { ConnectionKind } from '../../shared/model/connection-kinds'
import { success, type Failure, type Outcome } from '../../shared/model/failure'
import type { GatewayEnvironment, RecognisedKind } from '../core/ports'
import { addressOf } from './http/address'
import { requestJson, type HttpReply } from './http/http'

/** ms for all of them together; they are sent at once. */
const DEADLINE = 4_000
/** Bytes: such answers are short. */
const MOST_BYTES = 64 * 1024

/** What a kind answers that no other does. A new kind is one more line. */
interface Fingerprint {
  readonly kind: ConnectionKind
  readonly path: string
  /** `root` is the answer of `/`; null = there was none. */
  matches(answer: HttpReply, root: HttpReply | null): boolean
  /** Where its answer tells its version. */
  readonly version?: string
}

const text = (json: unknown, name: string): string => {
  const value = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>)[name] : undefined
  return typeof value === 'string' ? value : ''
}

/** How NestJS refuses whoever brings no key, word for word. */
const nestRefuses = (answer: HttpReply | null): boolean =>
  answer?.status === 401 && JSON.stringify(answer.json) === '{"message":"Unauthorized","statusCode":401}'

const FINGERPRINTS: readonly Fingerprint[] = [
  // Recorded from a real server 2.3.6.
  {
    kind: 'evolution',
    path: '/',
    version: 'version',
    matches: ({ status, json }) => status === 200 && text(json, 'message').startsWith('Welcome to the Evolution API'),
  },
  // Recorded from a real server 2.10.4: it refuses whoever brings no token, whatever the session.
  {
    kind: 'wppconnect',
    path: '/api/x/status-session',
    matches: ({ status, json }) => status === 401 && text(json, 'message').startsWith('Token is not present'),
  },
  // From its manual. Other servers made with NestJS know no such path, or refuse every path.
  {
    kind: 'waha',
    path: '/api/server/version',
    version: 'version',
    matches: (answer, root) =>
      (nestRefuses(answer) && !nestRefuses(root)) || (answer.status === 200 && text(answer.json, 'tier') !== '' && text(answer.json, 'engine') !== ''),
  },
  // The sign-in service of Supabase, behind its gateway or bare.
  {
    kind: 'academyos',
    path: '/auth/v1/health',
    matches: ({ status, json }) => (status === 401 && /no api key/i.test(text(json, 'message'))) || (status === 200 && text(json, 'name') === 'GoTrue'),
  },
]

/** A hosted service and the domain that is its own. */
export interface HostedDomain {
  readonly kind: ConnectionKind
  readonly domain: string
}

/**
 * The kind that answers at the address of a form; null = none that the app knows. The domain of a hosted service is not asked: it says enough. Fails if the
 * form may not use the address, or if nothing answers there at all.
 */
export async function recogniseKind(
  fields: Readonly<Record<string, string>>,
  { fetch, clock, hosted }: Pick<GatewayEnvironment, 'fetch' | 'clock'> & { readonly hosted: readonly HostedDomain[] },
  signal: AbortSignal,
): Promise<Outcome<RecognisedKind>> {
  const found = addressOf({ address: '', facts: {}, fields })
  if (!found.ok) return found
  const { address } = found.value
  const { hostname } = new URL(address)
  const service = hosted.find(({ domain }) => hostname === domain || hostname.endsWith(`.${domain}`))
  if (service) return success({ kind: service.kind, version: null })
  const silent: Failure[] = []
  const ask = async (path: string): Promise<HttpReply | null> => {
    const answer = await requestJson({
      fetch,
      clock,
      source: 'recognise',
      method: 'GET',
      url: address + path,
      signal,
      deadlineMs: DEADLINE,
      maxBytes: MOST_BYTES,
    })
    if (answer.kind === 'answer') return answer
    if (answer.status === undefined) silent.push(answer.failure)
    return null
  }
  const root = ask('/')
  const answers = await Promise.all(
    FINGERPRINTS.map(async ({ kind, path, matches, version }) => {
      const answer = await (path === '/' ? root : ask(path))
      if (!answer || !matches(answer, await root)) return null
      const told = version === undefined ? '' : text(answer.json, version)
      return { kind, version: /^[\w.-]{1,20}$/.test(told) ? told : null }
    }),
  )
  const [failure] = silent
  if (failure && silent.length === FINGERPRINTS.length) return { ok: false, failure }
  return success(answers.find((each) => each !== null) ?? { kind: null, version: null })
}
