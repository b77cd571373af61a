// Which kind of backend answers at an address: a few harmless GETs without credentials.
import { success, type Failure, type Outcome } from '../../shared/model/failure'
import type { GatewayEnvironment, GatewayKinds, RecognisedKind } from '../core/ports'
import { addressOf } from './http/address'
import { requestJson, type HttpReply } from './http/http'
import { textMember } from './http/text-member'

/** ms for all of them together; they are sent at once. */
const DEADLINE = 4_000
/** Bytes: such answers are short. */
const MOST_BYTES = 64 * 1024

/**
 * The kind that answers at the address of a form; null = none that the app knows. The domain of a hosted service is not asked: it says enough. Fails if the
 * form may not use the address, or if nothing answers there at all.
 */
export async function recogniseKind(
  fields: Readonly<Record<string, string>>,
  { fetch, clock, kinds }: Pick<GatewayEnvironment, 'fetch' | 'clock'> & { readonly kinds: GatewayKinds['all'] },
  signal: AbortSignal,
): Promise<Outcome<RecognisedKind>> {
  const found = addressOf({ address: '', facts: {}, fields })
  if (!found.ok) return found
  const { address } = found.value
  const { hostname } = new URL(address)
  const service = kinds.find(({ domain }) => domain !== undefined && (hostname === domain || hostname.endsWith(`.${domain}`)))
  if (service) return success({ kind: service.spec.kind, version: null })
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
  const known = kinds.flatMap(({ spec, fingerprint }) => (fingerprint ? [{ kind: spec.kind, fingerprint }] : []))
  const answers = await Promise.all(
    known.map(async ({ kind, fingerprint }) => {
      const answer = await (fingerprint.path === '/' ? root : ask(fingerprint.path))
      if (!answer || !fingerprint.matches(answer, await root)) return null
      const told = fingerprint.version === undefined ? '' : textMember(answer.json, fingerprint.version)
      return { kind, version: /^[\w.-]{1,20}$/.test(told) ? told : null }
    }),
  )
  const [failure] = silent
  if (failure && silent.length === known.length) return { ok: false, failure }
  return success(answers.find((each) => each !== null) ?? { kind: null, version: null })
}
