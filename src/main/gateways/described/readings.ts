// The reading of one number by a description: from its status or its row of the list, with a code while a phone is being linked.
import type { ListedNumber } from '../../core/ports'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { idOrNull } from '../http/identifier'
import { isRefusedList } from '../http/proof'
import { codeIn, evidenceOf, failureIn, fits, isAboutSession, momentIn, namesPasskey, phoneAt, readingOf, ruleFor, unreadable, valueAt } from './answers'
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
  if (answer.kind === 'answer' && isRefusedList(answer.json)) return failed('not-understood', { detail: 'list: refused' })
  const wanted = (found as readonly unknown[]).filter((row) => !(list.skip && fits(list.skip, row, 0)))
  const rows = wanted.flatMap((row) => {
    const sessionId = list.id.map((each) => idOrNull(valueAt(row, each))).find((each) => each !== null) ?? null
    if (sessionId === null) return []
    const name = list.name === undefined ? null : idOrNull(valueAt(row, list.name))
    const number = { sessionId, apiKeyMask: null, facts: {}, phone: phoneAt(row, list.phone), name }
    return [{ number: list.states ? { ...number, reading: listedReading(description, answer, row) } : number, row }]
  })
  return success({ rows, unreadable: wanted.length - rows.length })
}

function listedReading({ reads: { list } }: Description, answer: HttpAnswer, row: unknown): Reading {
  const rules = list?.states ?? []
  const evidence = evidenceOf('list', answer, rules, row)
  const rule = ruleFor(rules, row, answer.status ?? 0)
  return rule ? withFacts(readingOf(rule, row, evidence), row, list) : unreadable(evidence)
}

/** What a status answer says. `final` = no code is to be asked for. */
export function statusReading(description: Description, sessionId: string, answer: HttpAnswer): Reading & { readonly final?: boolean } {
  const { status } = description.reads
  const rules = status?.states ?? []
  const evidence = evidenceOf('status', answer, rules)
  const failure = failureIn(description, 'status', answer)
  if (failure || answer.kind === 'failure') return failing(failure ?? { code: 'not-understood' }, evidence)
  if (!isAboutSession(answer.json, status?.about, sessionId)) return unreadable(evidence)
  const rule = ruleFor(rules, answer.json, answer.status)
  if (!rule) return unreadable(evidence)
  return { ...withFacts(readingOf(rule, answer.json, evidence), answer.json, status), ...(rule.final === true ? { final: true } : {}) }
}

/** What the answer to a request for a code says: a code, that it is not needed, or that there is none yet. */
export function codeReading(description: Description, answer: HttpAnswer): Reading & { readonly final?: boolean } {
  const { code } = description.reads
  const evidence = evidenceOf('code', answer, code?.states)
  // Rules come first: a service may say "already linked" by an error.
  const rule = answer.kind === 'answer' && code ? ruleFor(code.states, answer.json, answer.status) : null
  if (rule && answer.kind === 'answer') return { ...readingOf(rule, answer.json, evidence), ...(rule.final === true ? { final: true } : {}) }
  const failure = failureIn(description, 'code', answer)
  if (failure || answer.kind === 'failure' || !code) return failing(failure ?? { code: 'not-understood' }, evidence)
  const sent = codeIn(answer.json, code)
  if (!sent && namesPasskey(answer.json)) return failing({ code: 'passkey-required', detail: `code: HTTP ${answer.status}` }, evidence)
  if (!sent) return { state: 'starting', evidence }
  const seconds = code.secondsLeft === undefined ? NaN : Number(valueAt(answer.json, code.secondsLeft) ?? NaN)
  const expiry = Number.isFinite(seconds) && seconds > 0 && seconds < 3_600 ? { expiresAt: answer.at + seconds * 1000 } : {}
  return { state: 'awaiting-scan', code: { ...sent, ...expiry }, evidence }
}

function failing(failure: Failure, evidence: Reading['evidence']): Reading {
  return { state: 'unknown', failure, ...(failure.code === 'number-not-found' ? { gone: true } : {}), evidence }
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
