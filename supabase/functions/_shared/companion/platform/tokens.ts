// A number's platform token: kept in its row, renewed before it ends, once after a 401, one renewal at a time over all workers.
import { PlatformError } from './client.ts'
import type { Deps, NumberRow, SealedToken } from '../ports.ts'
import { keyPlace, tokenPlace } from '../vault.ts'

/** A token assumed to live this long when the platform does not say, ms: the real ones live about 15 min. */
const ASSUMED_LIFE = 900_000
/** How long a renewal by another worker is waited for, ms, and how often it is looked for. */
const WAIT_FOR_OTHERS = 7_000
const LOOK_AGAIN = 100

/** A usable token; `fresh` = this request renewed it and has to store it. */
interface HeldToken {
  readonly token: string
  readonly sealed: string | null
  readonly fresh?: SealedToken
}

type Parts = Pick<Deps, 'store' | 'platform' | 'vault' | 'now' | 'newId' | 'wait'>

/** The row's platform key, from its encrypted column or from the settings of an older function. Fails with PlatformError `refused` when the row has none. */
export async function apiKeyOf(row: Pick<NumberRow, 'id' | 'apiKeyEnc' | 'legacyApiKey'>, vault: Deps['vault']): Promise<string> {
  if (row.apiKeyEnc !== null) return await opened(vault, row.apiKeyEnc, keyPlace(row.id))
  if (row.legacyApiKey !== null) return row.legacyApiKey
  throw new PlatformError('refused', 'auth/token')
}

async function opened(vault: Deps['vault'], sealed: string, place: string): Promise<string> {
  try {
    return await vault.open(sealed, place)
  } catch {
    throw new PlatformError('key_unreadable', 'auth/token')
  }
}

async function renew(row: NumberRow, { platform, vault, now }: Parts, signal: AbortSignal): Promise<HeldToken> {
  const asked = now()
  const { token, lifeSeconds } = await platform.getToken(await apiKeyOf(row, vault), signal)
  const life = lifeSeconds === undefined ? ASSUMED_LIFE : lifeSeconds * 1000
  const sealed = await vault.seal(token, tokenPlace(row.id))
  // Renewed one minute before the end, so that a slow request still has a good token; for a short life, when a fifth of it is left.
  return { token, sealed, fresh: { tokenEnc: sealed, expiresAt: asked + life, renewAt: asked + life - Math.min(60_000, life / 5) } }
}

async function held(row: NumberRow, tokenEnc: string, vault: Deps['vault']): Promise<HeldToken> {
  return { token: await opened(vault, tokenEnc, tokenPlace(row.id)), sealed: tokenEnc }
}

/** Replaces the token `refused` (null = there was no usable one): renews it, or takes the one that another worker stored meanwhile. */
async function replace(row: NumberRow, refused: string | null, parts: Parts, signal: AbortSignal): Promise<HeldToken> {
  const until = parts.now() + WAIT_FOR_OTHERS
  for (;;) {
    const { mayRenew, tokenEnc, expiresAt } = await parts.store.renewToken(row.id, refused, parts.newId())
    if (mayRenew) return await renew(row, parts, signal)
    if (tokenEnc !== null && tokenEnc !== refused && (expiresAt ?? 0) > parts.now()) return await held(row, tokenEnc, parts.vault)
    if (parts.now() > until || signal.aborted) throw new PlatformError('timeout', 'auth/token')
    await parts.wait(LOOK_AGAIN)
  }
}

/** A token to begin with. Fails with PlatformError. */
async function firstToken(row: NumberRow, parts: Parts, signal: AbortSignal): Promise<HeldToken> {
  if (row.mayRenewToken) return await renew(row, parts, signal)
  if (row.tokenEnc !== null && (row.tokenExpiresAt ?? 0) > parts.now()) {
    try {
      return await held(row, row.tokenEnc, parts.vault)
    } catch {
      // The token was encrypted with a key that is gone. A new one can be fetched.
    }
  }
  return await replace(row, row.tokenEnc, parts, signal)
}

/** Runs `use` with a token, renewing it once if the platform answers 401. The fresh token, if any, is reported even when `use` fails. */
export async function withToken<T>(
  row: NumberRow,
  parts: Parts,
  signal: AbortSignal,
  use: (token: string) => Promise<T>,
  onFresh: (token: SealedToken) => void | Promise<void>,
): Promise<T> {
  const first = await firstToken(row, parts, signal)
  if (first.fresh) await onFresh(first.fresh)
  try {
    return await use(first.token)
  } catch (error) {
    // This request renewed the token a moment ago; renewing it again would not help.
    if (!(error instanceof PlatformError) || error.fault !== 'unauthorized' || first.fresh) throw error
    const second = await replace(row, first.sealed, parts, signal)
    if (second.fresh) await onFresh(second.fresh)
    return await use(second.token)
  }
}
