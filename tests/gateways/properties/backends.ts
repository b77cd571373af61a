// Each kind of gateway over a backend in memory: the real gateway, a fetch that answers with whatever text the test says.
import { academyosKind } from '../../../src/main/gateways/academyos'
import { createSandboxKind } from '../../../src/main/gateways/sandbox'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform'
import { wppconnectKind } from '../../../src/main/gateways/wppconnect'
import type { Gateway, GatewayEnvironment } from '../../../src/main/core/ports'
import { connectionRecord, environment, MemorySlots } from '../../fakes/gateways/gateway-rig'

/** The number that is asked about. It has the form of a phone, so that it has a twin among the JSON numbers. */
export const SESSION = '79000000042'
export const NUMBER = { sessionId: SESSION, facts: { integrationId: 'row-42' } }

/** The kinds of gateway, the academyos kind in both of its flavours. */
export const BACKENDS = ['own', 'deployed', 'wpp-platform', 'wppconnect', 'sandbox'] as const
export type Backend = (typeof BACKENDS)[number]
/** Those whose answers have the words and fields of the WPP Platform. */
export const WITH_PLATFORM_WORDS = ['own', 'deployed', 'wpp-platform', 'sandbox'] as const satisfies readonly Backend[]

/** What a backend answers, by the last part of the path (`wpp-status`, `status`, `qr`, …). A text is sent with HTTP 200; undefined is HTTP 404. */
export type Answers = (call: string) => string | undefined

const ADDRESS = 'https://server.example'
const TOKENS = {
  token: 'eyJ.t',
  expiresIn: 900,
  access_token: 'eyJ.access',
  refresh_token: 'refresh',
  expires_in: 3600,
  token_type: 'bearer',
  user: { id: 'u' },
}

function environmentOver(backend: Backend, answers: Answers, tokens: object): GatewayEnvironment {
  const headers = { 'content-type': 'application/json', ...(backend === 'own' ? { 'x-wpp-companion': '0.1.0' } : {}) }
  return environment({
    fetch: (url) => {
      const call = new URL(url).pathname.split('/').at(-1) ?? ''
      const text = /^(?:generate-)?token$/.test(call) ? JSON.stringify({ ...TOKENS, ...tokens }) : answers(call)
      return Promise.resolve(new Response(text ?? '{"error":"not here"}', { status: text === undefined ? 404 : 200, headers }))
    },
  })
}

/** Opens a gateway; nothing is signed in to. `tokens` replaces fields of the answer to a request for tokens. */
export function openBackend(backend: Backend, answers: Answers, tokens: object = {}): Gateway {
  const around = environmentOver(backend, answers, tokens)
  const slots = new MemorySlots()
  slots.kept.set('session', 'refresh')
  slots.kept.set('secretKey', 'key_abcdef123456')
  slots.kept.set(`number:${SESSION}`, 'key_abcdef123456')
  if (backend === 'wpp-platform') return wppPlatformKind.open(connectionRecord('wpp-platform', ADDRESS), slots, around)
  if (backend === 'wppconnect') return wppconnectKind.open(connectionRecord('wppconnect', ADDRESS), slots, around)
  if (backend === 'sandbox') {
    const kind = createSandboxKind({ resolve: () => Promise.resolve({ address: ADDRESS, controlToken: 'control' }) })
    return kind.open(connectionRecord('sandbox', 'sandbox:'), slots, around)
  }
  const record = { ...connectionRecord('academyos', ADDRESS), facts: { publicKey: 'anon', flavour: backend } }
  return academyosKind.open(record, slots, around)
}

/** True for the two kinds that speak the platform's own contract. */
export function isPlatform(backend: Backend): boolean {
  return backend === 'wpp-platform' || backend === 'sandbox'
}

/** A backend whose status calls answer with `status` and whose code calls answer with `qr`; its list has the number. */
export function openStatus(backend: Backend, status: string, qr = '{"success":true,"qr":null}'): Gateway {
  const list = JSON.stringify({ success: true, integrations: [{ id: 'row-42', session: SESSION, settings: { wppAccountNumber: SESSION } }] })
  const answers: Readonly<Record<string, string>> = {
    status,
    'wpp-status': status,
    'status-session': status,
    'check-connection-session': '{"status":true,"message":"Connected"}',
    qr,
    'wpp-qr': qr,
    'wpp-integrations': list,
    'messenger-integrations': list,
  }
  return openBackend(backend, (call) => answers[call])
}
