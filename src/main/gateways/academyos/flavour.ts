// Detects which functions answer. Ours send a header with every answer. A 5xx or HTML proves nothing, because a proxy may have sent it.
import { success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { HttpAnswer, HttpReply } from '../http/http'
import type { Flavour } from './dialect'
import { COMPANION_HEADER, isMissing, refusalIn, type FunctionsClient } from './functions-client'
import { rowsIn } from './rows'

/**
 * Asks the two list functions which flavour answers; also proves that the person may list. Our own functions may stand beside an older
 * messenger-integrations, so wpp-integrations is asked first and messenger-integrations counts only if that one is missing.
 */
export async function detectFlavour(call: FunctionsClient, signal: AbortSignal): Promise<Outcome<Flavour>> {
  const own = await call({ name: 'wpp-integrations', method: 'GET', query: { limit: '1' } }, signal)
  const refused = refusalIn('wpp-integrations', own)
  if (own.kind === 'failure') return { ok: false, failure: own.failure }
  if (isOwn(own)) return refused ? { ok: false, failure: refused } : success('own')
  if (own.status === 401 && refused) return { ok: false, failure: refused }
  const doubt: Failure | null = isMissing(own) || (own.content === 'json' && own.status < 500) ? null : (refused ?? { code: 'not-understood' })

  const older = await call({ name: 'messenger-integrations', method: 'GET', query: { messenger_type: 'whatsapp' } }, signal)
  const listed = rowsIn('messenger-integrations', older)
  if (!listed.ok) return listed
  if (isOwn(older)) return success('own')
  return doubt ? { ok: false, failure: doubt } : success('deployed')
}

/** True if our own functions sent this answer. */
function isOwn(answer: HttpAnswer): boolean {
  return answer.kind === 'answer' && answer.headers.has(COMPANION_HEADER)
}

/** What one answer says about the flavour assumed so far; null = nothing. */
export function hintOf(believed: Flavour, answer: HttpReply): 'is-own' | 'ask-again' | null {
  if (isOwn(answer)) return believed === 'deployed' ? 'is-own' : null
  if (believed === 'deployed' || answer.status === 401) return null
  // A missing function belongs to neither flavour.
  return answer.content === 'json' && answer.status < 500 && !isMissing(answer) ? 'ask-again' : null
}
