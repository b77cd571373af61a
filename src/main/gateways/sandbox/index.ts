// The sandbox: the WPP Platform gateway on the app's own simulated platform, which also issues the numbers.
import { z } from 'zod'
import type { Gateway, GatewayEnvironment, GatewayKind, ListedNumber } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/failure'
import { SANDBOX_ADDRESS } from '../address'
import { failureOfStatus, requestJson } from '../http'
import { numberSlot, openPlatform } from '../wpp-platform/index'
import { maskOf } from '../wpp-platform/fields'

/** A running sandbox as the gateway needs it. */
export interface SandboxEndpoint {
  readonly address: string
  readonly controlToken: string
}

/** How to find the running sandbox; starts it if need be. May reject. */
export interface SandboxKindOptions {
  readonly resolve: () => Promise<SandboxEndpoint>
}

const issuedNumber = z.object({ session: z.string().min(1), apiKey: z.string().min(1), phone: z.string().nullish() })
type IssuedNumber = z.infer<typeof issuedNumber>

/** A list of thousands of simulated numbers is some MB. */
const MAX_LIST = 32 * 1024 * 1024

/** The sandbox as a kind of connection. Its address is `sandbox:`, because the port may change. */
export function sandboxKind(options: SandboxKindOptions): GatewayKind {
  const endpoint = async (): Promise<Outcome<SandboxEndpoint>> => {
    try {
      return success(await options.resolve())
    } catch {
      return failed('unreachable', { detail: 'sandbox: not started' })
    }
  }

  /** One call of the control interface. */
  async function control<T>(call: { method: 'GET' | 'POST'; body?: unknown; schema: z.ZodType<T> }, { fetch, clock, timings }: GatewayEnvironment, signal: AbortSignal): Promise<Outcome<T>> {
    const found = await endpoint()
    if (!found.ok) return found
    const source = 'control/numbers'
    const { method, body, schema } = call
    const answer = await requestJson({
      fetch, clock, source, method, body, signal, url: `${found.value.address}/control/numbers`, headers: { 'x-control-token': found.value.controlToken },
      deadlineMs: timings.requestDeadline, maxBytes: MAX_LIST,
    })
    if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
    const parsed = schema.safeParse(answer.json)
    return answer.status < 300 && parsed.success ? success(parsed.data) : { ok: false, failure: failureOfStatus(source, answer) }
  }
  const listNumbers = { method: 'GET', schema: z.object({ numbers: z.array(issuedNumber) }) } as const

  return {
    kind: 'sandbox',

    /** There is no account; what it holds already (from an earlier connection) comes back with its keys. */
    async signIn({ facts, secrets }, environment, signal) {
      const held = await control(listNumbers, environment, signal)
      if (!held.ok) return held
      for (const { session, apiKey } of held.value.numbers) {
        const written = await secrets.write(numberSlot(session), apiKey)
        if (!written.ok) return written
      }
      return success({ address: SANDBOX_ADDRESS, facts })
    },

    open(_connection, secrets, environment): Gateway {
      const addressOf = async (): Promise<Outcome<string>> => {
        const found = await endpoint()
        return found.ok ? success(found.value.address) : found
      }
      const platform = openPlatform(addressOf, secrets, environment)

      return {
        ...platform,

        async list(signal) {
          const listed = await control(listNumbers, environment, signal)
          return listed.ok ? success(listed.value.numbers.map(listedNumber)) : listed
        },

        async provision({ known, idempotencyKey }, signal) {
          // The platform gives one number per organisation: a repeated click that kept its key gets the same number.
          const issued = await control({ method: 'POST', body: { organizationId: idempotencyKey }, schema: issuedNumber }, environment, signal)
          if (!issued.ok) return issued
          const { apiKey, session } = issued.value
          return platform.provision({ fields: { apiKey, session }, known, idempotencyKey }, signal)
        },
      }
    },
  }
}

function listedNumber({ session, apiKey, phone }: IssuedNumber): ListedNumber {
  return { sessionId: session, apiKeyMask: maskOf(apiKey), facts: {}, phone: phone ?? null, name: null }
}
