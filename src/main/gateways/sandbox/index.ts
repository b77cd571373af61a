// The sandbox: the WPP Platform gateway on the app's own simulated platform, which also issues the numbers.
import { z } from 'zod'
import type { Gateway, GatewayEnvironment, GatewayKind, ListedNumber } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { SANDBOX_ADDRESS } from '../http/address'
import { failureOfStatus, requestJson } from '../http/http'
import { idOrNull } from '../http/identifier'
import { onceEach } from '../http/listed-rows'
import { isRefused } from '../http/proof'
import { numberSlot, createPlatformGateway } from '../wpp-platform/index'
import { maskOf } from '../wpp-platform/fields'
import { phoneField } from '../wpp-platform/wire'
import { sandboxSpec } from './spec'

/** A running sandbox as the gateway needs it. */
interface SandboxEndpoint {
  readonly address: string
  readonly controlToken: string
}

/** How to find the running sandbox; starts it if need be. May reject. */
export interface SandboxKindOptions {
  readonly resolve: () => Promise<SandboxEndpoint>
}

const session = z.unknown().transform((sent, context) => {
  const id = idOrNull(sent)
  if (id !== null) return id
  context.addIssue('not an identifier')
  return z.NEVER
})
const issuedNumber = z.looseObject({ session, apiKey: z.string().min(1), phone: phoneField })
type IssuedNumber = z.infer<typeof issuedNumber>

/** A list of thousands of simulated numbers is some MB. */
const MAX_LIST = 32 * 1024 * 1024

/** The sandbox as a kind of connection. Its address is `sandbox:`, because the port may change. */
export function createSandboxKind(options: SandboxKindOptions): GatewayKind {
  const endpoint = async (): Promise<Outcome<SandboxEndpoint>> => {
    try {
      return success(await options.resolve())
    } catch {
      return failed('unreachable', { detail: 'sandbox: not started' })
    }
  }

  /** One call of the control interface. */
  async function control<T>(
    call: { method: 'GET' | 'POST'; body?: unknown; schema: z.ZodType<T> },
    { fetch, clock, timings }: GatewayEnvironment,
    signal: AbortSignal,
  ): Promise<Outcome<T>> {
    const found = await endpoint()
    if (!found.ok) return found
    const source = 'control/numbers'
    const { method, body, schema } = call
    const answer = await requestJson({
      fetch,
      clock,
      source,
      method,
      body,
      signal,
      url: `${found.value.address}/control/numbers`,
      headers: { 'x-control-token': found.value.controlToken },
      deadlineMs: timings.requestDeadline,
      maxBytes: MAX_LIST,
    })
    if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
    const parsed = schema.safeParse(answer.json)
    return answer.status < 300 && parsed.success && !isRefused(answer.json) ? success(parsed.data) : { ok: false, failure: failureOfStatus(source, answer) }
  }
  const listNumbers = { method: 'GET', schema: z.object({ numbers: z.array(issuedNumber) }) } as const

  return {
    spec: sandboxSpec,
    connectionSlots: [],
    numberSlots: (sessionId) => [numberSlot(sessionId)],

    /** There is no account. Numbers that the simulation still has from an earlier connection come back with their keys. */
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
      const platform = createPlatformGateway(addressOf, secrets, environment)

      return {
        ...platform,

        async list(signal) {
          const listed = await control(listNumbers, environment, signal)
          if (!listed.ok) return listed
          const { rows, contradicting } = onceEach(listed.value.numbers.map((each) => ({ id: each.session, sent: each, value: listedNumber(each) })))
          if (contradicting === 0) return success(rows)
          return success({ complete: false, readable: rows, failure: { code: 'not-understood', detail: 'control/numbers: rows of one session differ' } })
        },

        async provision({ known, idempotencyKey }, signal) {
          // The platform gives one number for each organisation id, so a repeated click with the same key gets the same number.
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
  return { sessionId: session, apiKeyMask: maskOf(apiKey), facts: {}, phone, name: null }
}
