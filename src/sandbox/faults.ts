// Faults of the simulated platform that can be switched on: the failures of a real platform, as a client sees them.
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { SandboxFaults } from '../shared/ipc/snapshot'

/** Faults, optionally only for some requests. */
export interface FaultPlan extends SandboxFaults {
  /** Only for paths that contain one of these. */
  readonly paths?: readonly string[] | undefined
  /** Only for these sessions. */
  readonly sessions?: readonly string[] | undefined
  /** For this many requests only. */
  readonly count?: number | undefined
  /** Of `rate-limited`, in s. */
  readonly retryAfter?: number | undefined
}

/** What the control interface accepts as a plan. */
export const faultPlanSchema: z.ZodType<FaultPlan> = z.object({
  latencyMs: z.number().int().min(0).max(60_000),
  mode: z.enum(['none', 'server-error', 'rate-limited', 'cut', 'malformed', 'html', 'expired-token']),
  paths: z.array(z.string().max(200)).max(50).optional(),
  sessions: z.array(z.string().max(200)).max(10_000).optional(),
  count: z.number().int().min(1).optional(),
  retryAfter: z.number().int().min(0).max(86_400).optional(),
})

/** No faults. */
const NO_FAULTS: FaultPlan = { latencyMs: 0, mode: 'none' }

/** The faults that are on. */
export interface Faults {
  readonly plan: FaultPlan
  set(plan: FaultPlan): void
  /** The plan if it applies to this request, which is counted; else null. */
  strike(path: string, session: string | null): FaultPlan | null
}

/** Builds the switch. */
export function faultSwitch(): Faults {
  let plan = NO_FAULTS
  let left = Infinity
  return {
    get plan() {
      return plan
    },
    set(next) {
      plan = next
      left = next.count ?? Infinity
    },
    strike(path, session) {
      if (left === 0 || (plan.mode === 'none' && plan.latencyMs === 0)) return null
      if (plan.paths && !plan.paths.some((each) => path.includes(each))) return null
      if (plan.sessions && (session === null || !plan.sessions.includes(session))) return null
      // The fault concerns tokens only, so a new sign-in works.
      if (plan.mode === 'expired-token' && path === '/auth/token') return null
      left -= 1
      return plan
    },
  }
}

/** Answers as the mode says. False = this mode leaves the answer alone. */
export function answerFaulty(plan: FaultPlan, response: ServerResponse): boolean {
  const send = (status: number, type: string, body: string, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
    return true
  }
  const json = 'application/json; charset=utf-8'
  switch (plan.mode) {
    case 'none':
      return false
    case 'server-error':
      return send(503, json, '{"error":"Service unavailable"}')
    case 'rate-limited':
      return send(429, json, '{"error":"Too many requests"}', { 'retry-after': String(plan.retryAfter ?? 5) })
    case 'malformed':
      return send(200, json, '{"status":"connec')
    case 'html':
      return send(200, 'text/html; charset=utf-8', '<!doctype html><html><head><title>Sign in to the network</title></head><body>…</body></html>')
    case 'expired-token':
      return send(401, json, '{"error":"Invalid token"}')
    case 'cut':
      response.writeHead(200, { 'content-type': json, 'content-length': '200' })
      response.write('{"status":"connected",', () => response.socket?.destroy())
      return true
  }
}
