// What a reading keeps of the answer behind it, and the reading that proves nothing, for all gateways.
import type { Failure } from '../../../shared/model/failure'
import type { Evidence, Reading } from '../../../shared/model/session'
import type { HttpAnswer } from './http'

/** What was answered, for the operator to copy. A word that is no plain word is left out: it may hold anything. */
export function evidenceOf(source: string, answer: Pick<HttpAnswer, 'status' | 'at'>, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

/** A reading that proves nothing but why; `number-not-found` also says that the backend does not know the number. */
export function unknownReading(failure: Failure, evidence: Evidence): Reading {
  return { state: 'unknown', failure, ...(failure.code === 'number-not-found' ? { gone: true } : {}), evidence }
}
