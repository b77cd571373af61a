// JSON answers that several functions share.
import { answer } from './http.ts'
import type { NumberRow } from '../ports.ts'
import type { LiveReading } from '../platform/reading.ts'

/** A reading as JSON fields. `qrcode` repeats `qr` for old clients. */
export function readingFields(row: NumberRow, reading: LiveReading): Record<string, unknown> {
  return {
    status: reading.status,
    ...(reading.qr === undefined ? {} : { qr: reading.qr, qrcode: reading.qr, last_qr_at: reading.checkedAt }),
    ...(reading.expiresAt === undefined ? {} : { expires_at: reading.expiresAt }),
    ...(reading.phone === undefined ? {} : { phone: reading.phone }),
    ...(reading.cause === undefined ? {} : { cause: reading.cause }),
    ...(reading.fault === undefined ? {} : { message: 'The messaging platform cannot tell the state of this number' }),
    account_number: row.session,
    checked_at: reading.checkedAt,
    evidence: reading.evidence,
  }
}

/** The answer of wpp-create and wpp-start for a row with a client. */
export function createdAnswer(row: NumberRow, session: string, mask: string, reading: Pick<LiveReading, 'status' | 'qr' | 'expiresAt' | 'phone'>): Response {
  return answer({
    success: true,
    ok: true,
    session,
    integration_id: row.id,
    account_number: session,
    label: row.label,
    apiKey: mask,
    status: reading.status,
    ...(reading.qr === undefined ? {} : { qr: reading.qr, qrcode: reading.qr }),
    ...(reading.expiresAt === undefined ? {} : { expires_at: reading.expiresAt }),
    ...(reading.phone === undefined ? {} : { phone: reading.phone }),
  })
}
