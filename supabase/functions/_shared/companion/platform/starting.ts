// Starts a number's account: registers our webhook, then asks the platform to start. The caller is answered after a short wait even if the start goes on.
import { toApiError } from './faults.ts'
import type { AccountAnswer } from './client.ts'
import { statusOfWord } from './words.ts'
import type { Deps, NumberRow, SealedToken } from '../ports.ts'
import type { LiveReading } from './reading.ts'
import { withToken } from './tokens.ts'

/** How long the operator's request waits for the platform to accept the start, ms. The start itself goes on. */
const MOMENT = 1_200
/** The longest a start may take in the background, ms. */
const START_DEADLINE = 30_000

/** What is known about a start when the operator's request is answered. */
export type Started = Pick<LiveReading, 'status' | 'qr' | 'expiresAt' | 'phone'>

/** Starts the account of a row with a client; `over` runs when the start has ended, maybe after the answer. Fails with ApiError only if the platform refuses within a moment. */
export async function startAccount(row: NumberRow, session: string, deps: Deps, over: () => Promise<void> = async () => undefined): Promise<Started> {
  let answered = false
  const work = begin(row, session, deps)
  const watched = work.then(
    (seen): Started => startedOf(seen),
    (error: unknown) => {
      deps.log.warn('start failed', { session, detail: error instanceof Error ? error.message : 'unknown', answered })
      if (!answered) throw toApiError(error)
      return { status: 'starting' } as const
    },
  )
  const settled = watched
    .then(
      () => undefined,
      () => undefined,
    )
    .then(over)
  deps.background(settled.catch((error: unknown) => deps.log.warn('start not closed', { session, detail: String(error) })))
  const first = await Promise.race([watched, deps.wait(MOMENT).then(() => null)])
  answered = true
  return first ?? { status: 'starting' }
}

function startedOf(seen: AccountAnswer): Started {
  if (seen.qr !== undefined) return { status: 'qr_issued', qr: seen.qr, expiresAt: seen.expiresAt }
  return statusOfWord(seen.word) === 'connected' && seen.word !== undefined ? { status: 'connected', phone: seen.phone } : { status: 'starting' }
}

async function begin(row: NumberRow, session: string, deps: Deps): Promise<AccountAnswer> {
  const { platform, config, store, log } = deps
  const signal = AbortSignal.timeout(START_DEADLINE)
  const tokenIs = { stored: false }
  try {
    return await withToken(
      row,
      deps,
      signal,
      async (bearer) => {
        const hook = webhookUrl(config.webhookBase, session, row.webhookKey)
        // The webhook is registered before the start, so that the first events arrive. A platform without webhooks is started all the same.
        if (hook !== null)
          await platform
            .setWebhook(bearer, session, hook, signal)
            .catch((error: unknown) => log.warn('webhook not registered', { session, detail: String(error) }))
        return await platform.startAccount(bearer, session, signal)
      },
      async (token: SealedToken) => {
        // The token is stored before the start ends: a start may take long, and other requests wait for this token.
        tokenIs.stored = true
        await store.settle([{ integrationId: row.id, token }])
      },
    )
  } finally {
    if (!tokenIs.stored && row.mayRenewToken) await store.settle([{ integrationId: row.id, releaseToken: true }])
  }
}

/** The address of our webhook, with the integration's secret; null when this server has no address that the platform can reach. */
function webhookUrl(base: string | null, session: string, key: string): string | null {
  return base === null ? null : `${base.replace(/\/+$/, '')}/functions/v1/wpp-webhook?account=${encodeURIComponent(session)}&key=${encodeURIComponent(key)}`
}
