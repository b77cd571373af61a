// The control interface from the caller's side, for the app's sandbox panel and the tests.
import { z } from 'zod'
import type { SandboxFaults, SandboxPhoneAction } from '../shared/ipc/snapshot'
import { failed, success, type Outcome } from '../shared/model/failure'
import { CAUSES } from '../shared/model/session'
import type { FaultPlan } from './faults'

const simulated = z.object({
  session: z.string(),
  apiKey: z.string(),
  status: z.enum(['offline', 'starting', 'qr', 'connected']),
  phase: z.enum(['offline', 'starting', 'scan', 'linking', 'connected']),
  ownPhone: z.string(),
  phone: z.string().nullable(),
  cause: z.enum(CAUSES).nullable(),
  qr: z.string().nullable(),
  ordinal: z.number().nullable(),
  expiresAt: z.number().nullable(),
})

/** A simulated number as the control interface tells it, key included. */
export type SimulatedView = z.infer<typeof simulated>

/** The control interface. Failures: `unreachable`, `not-allowed` (wrong token), `number-not-found`, `invalid-input` (the phone cannot do that now). */
export interface ControlClient {
  /** A new number, or the one the organisation has; `linked` = connected from the start. */
  issue(request?: { readonly organizationId?: string; readonly linked?: boolean }): Promise<Outcome<SimulatedView>>
  numbers(): Promise<Outcome<readonly SimulatedView[]>>
  number(session: string): Promise<Outcome<SimulatedView>>
  /** With `code`, a scan works only while that code is shown. */
  phone(session: string, action: SandboxPhoneAction, code?: string): Promise<Outcome>
  /** Removes the account on the platform. */
  remove(session: string): Promise<Outcome>
  revokeKey(session: string, revoked: boolean): Promise<Outcome>
  faults(plan: SandboxFaults | FaultPlan): Promise<Outcome>
}

/** ms; the platform is on this machine. */
const DEADLINE = 5_000

/** Builds the client of a running sandbox. */
export function controlClient(sandbox: { readonly address: string; readonly controlToken: string }): ControlClient {
  async function call<T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<Outcome<T>> {
    const detail = (what: string) => ({ detail: `${method} /control/${path.split('/')[0] ?? ''}: ${what}` })
    try {
      const response = await fetch(`${sandbox.address}/control/${path}`, {
        method,
        headers: { 'x-control-token': sandbox.controlToken, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(DEADLINE),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const json: unknown = await response.json()
      if (response.status === 401) return failed('not-allowed', detail('HTTP 401'))
      if (response.status === 404) return failed('number-not-found', detail('HTTP 404'))
      if (response.status === 409 || response.status === 400) return failed('invalid-input', { ...detail(`HTTP ${response.status}`), field: 'action' })
      const parsed = schema.safeParse(json)
      return response.ok && parsed.success ? success(parsed.data) : failed('not-understood', detail(`HTTP ${response.status}`))
    } catch {
      return failed('unreachable', detail('no answer'))
    }
  }
  const done = async (outcome: Promise<Outcome<unknown>>): Promise<Outcome> => {
    const settled = await outcome
    return settled.ok ? success() : settled
  }
  const path = (session: string, more = ''): string => `numbers/${encodeURIComponent(session)}${more}`

  return {
    issue: (request = {}) => call('POST', 'numbers', simulated, request),
    async numbers() {
      const listed = await call('GET', 'numbers', z.object({ numbers: z.array(simulated) }))
      return listed.ok ? success(listed.value.numbers) : listed
    },
    number: (session) => call('GET', path(session), simulated),
    phone: (session, action, code) => done(call('POST', path(session, '/phone'), simulated, { action, code })),
    remove: (session) => done(call('DELETE', path(session), z.unknown())),
    revokeKey: (session, revoked) => done(call('PUT', path(session, '/key'), z.unknown(), { revoked })),
    faults: (plan) => done(call('PUT', 'faults', z.unknown(), plan)),
  }
}
