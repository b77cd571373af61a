// The reading of one number by a description: from its status or its row of the list, with a code while a phone is being linked.
import type { ListedNumber } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { unknownReading } from '../http/evidence'
import { identifierIn, idOrNull } from '../http/identifier'
import { onceEach } from '../http/listed-rows'
import { isRefused } from '../http/proof'
import {
  codeIn,
  evidenceOf,
  failureIn,
  fitsLoosely,
  hasError,
  isAboutSession,
  momentIn,
  namesPasskey,
  phoneAt,
  readingOf,
  ruleFor,
  unreadable,
  valueAt,
} from './answers'
import type { Description } from './description'

/** A row of the list: the number, and the row itself, which may hold the number's own key. It is used for one call and never kept. */
export interface Row {
  readonly number: ListedNumber
  readonly row: unknown
}

/** The rows of a list. A row without an identity makes the list incomplete. */
export function rowsIn(description: Description, answer: HttpAnswer): Outcome<{ readonly rows: readonly Row[]; readonly unreadable: number }> {
  const { list } = description.reads
  const failure = failureIn(description, 'list', answer)
  if (failure) return { ok: false, failure }
  const found = answer.kind === 'answer' && list ? valueAt(answer.json, list.rows) : undefined
  if (!list || !Array.isArray(found)) return failed('not-understood', { detail: 'list: no rows' })
  if (answer.kind === 'answer' && isRefused(answer.json)) return failed('not-understood', { detail: 'list: refused' })
  const wanted = (found as readonly unknown[]).filter((row) => !(list.skip && fitsLoosely(list.skip, row)))
  const listed = wanted.flatMap((row) => {
    // The first place that holds anything: a service may have a second id of its own.
    const whom = list.id.map((each) => identifierIn([valueAt(row, each)])).find(({ is }) => is !== 'absent')
    if (whom?.is !== 'known') return []
    const sessionId = whom.id
    const name = list.name === undefined ? null : idOrNull(valueAt(row, list.name))
    const number = { sessionId, apiKeyMask: null, facts: {}, phone: phoneAt(row, list.phone), name }
    return [{ id: sessionId, sent: row, value: { number: list.states ? { ...number, reading: listedReading(description, answer, row) } : number, row } }]
  })
  const { rows, contradicting } = onceEach(listed)
  return success({ rows, unreadable: wanted.length - listed.length + contradicting })
}

function listedReading(description: Description, answer: HttpAnswer, row: unknown): Reading {
  const { list } = description.reads
  const rules = list?.states ?? []
  const evidence = evidenceOf('list', answer, rules, row)
  if (hasError(description, row)) return unreadable(evidence)
  const rule = ruleFor(rules, row, answer.status ?? 0)
  return rule ? withFacts(readingOf(rule, row, evidence), row, list) : unreadable(evidence)
}

/** What a status answer says. `final` = no code is to be asked for. */
export function statusReading(description: Description, sessionId: string, answer: HttpAnswer): Reading & { readonly final?: boolean } {
  const { status } = description.reads
  const rules = status?.states ?? []
  const evidence = evidenceOf('status', answer, rules)
  const failure = failureIn(description, 'status', answer)
  if (failure || answer.kind === 'failure') return unknownReading(failure ?? { code: 'not-understood' }, evidence)
  if (!isAboutSession(answer.json, status?.about, sessionId)) return unreadable(evidence)
  const rule = ruleFor(rules, answer.json, answer.status)
  if (!rule) return unreadable(evidence)
  return { ...withFacts(readingOf(rule, answer.json, evidence), answer.json, status), ...(rule.final === true ? { final: true } : {}) }
}

/**
 * What the answer to a request for a code says: a code, or that there is none (yet). "Already linked" is a claim beside the matter and often an error:
 * it shows no code and proves nothing, the next look at the state does.
 */
export function codeReading(description: Description, sessionId: string, answer: HttpAnswer): Reading & { readonly final?: boolean } {
  const { code } = description.reads
  const evidence = evidenceOf('code', answer, code?.states)
  if (answer.kind === 'failure' || !code) return unknownReading(answer.kind === 'failure' ? answer.failure : { code: 'not-understood' }, evidence)
  if (!isAboutSession(answer.json, code.about, sessionId)) return unreadable(evidence)
  const rules = answer.status < 300 ? code.states : code.states.filter(({ when }) => '$http' in when)
  const rule = ruleFor(rules, answer.json, answer.status)
  if (rule?.state === 'connected') return { state: 'starting', evidence }
  if (rule) return { ...readingOf(rule, answer.json, evidence), ...(rule.final === true ? { final: true } : {}) }
  const failure = failureIn(description, 'code', answer)
  if (failure) return unknownReading(failure, evidence)
  const sent = isRefused(answer.json) ? null : codeIn(answer.json, code)
  if (!sent && namesPasskey(answer.json)) return unknownReading({ code: 'passkey-required', detail: `code: HTTP ${answer.status}` }, evidence)
  if (!sent) return { state: 'starting', evidence }
  const seconds = code.secondsLeft === undefined ? NaN : Number(valueAt(answer.json, code.secondsLeft) ?? NaN)
  const expiry = Number.isFinite(seconds) && seconds > 0 && seconds < 3_600 ? { expiresAt: answer.at + seconds * 1000 } : {}
  return { state: 'awaiting-scan', code: { ...sent, ...expiry }, evidence }
}

/** Phone and end of payment, where the answer tells them. The phone counts only while one is linked. */
export function withFacts(
  reading: Reading,
  json: unknown,
  places: { phone?: readonly string[] | undefined; paidUntil?: Parameters<typeof momentIn>[1] | undefined } | undefined,
): Reading {
  const phone = reading.state === 'connected' ? phoneAt(json, places?.phone) : null
  const paidUntil = momentIn(json, places?.paidUntil)
  return { ...reading, ...(phone === null ? {} : { phone }), ...(paidUntil === null ? {} : { paidUntil }) }
}
