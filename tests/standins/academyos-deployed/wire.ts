// HTTP details shared by the stand-in's parts: answers as values, JSON Web Tokens, key masks.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** An answer before it is written. `cut` = the connection breaks instead. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cut?: true
}

/** A JSON answer. */
export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({ status, body, headers })

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const signature = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest()

/** Signs claims as HS256. */
export function signToken(secret: string, claims: Readonly<Record<string, unknown>>): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${signature(secret, text).toString('base64url')}`
}

/** Claims of a token whose signature holds and which has not expired; else null. */
export function readToken(secret: string, token: string): Record<string, unknown> | null {
  const [head, body, mark] = token.split('.')
  if (!head || !body || !mark) return null
  const expected = signature(secret, `${head}.${body}`)
  const given = Buffer.from(mark, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  return typeof claims.exp === 'number' && claims.exp * 1000 > Date.now() ? claims : null
}

/** Mask of wpp-create: first 6, six bullets, last 4; `***` under 12 characters. */
export const maskInCreate = (key: string): string => (key.length < 12 ? '***' : `${key.slice(0, 6)}••••••${key.slice(-4)}`)

/** Mask of messenger-integrations: eight bullets and the last 4. */
export const maskInList = (key: string): string => `••••••••${key.slice(-4)}`

/** A field of a JSON body, if the body is an object. */
export const field = (body: unknown, name: string): unknown => (typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined)
