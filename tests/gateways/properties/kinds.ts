// Every kind of gateway over a server in memory, with what its answers look like: a state, a code, a list.
import { evolutionKind } from '../../../src/main/gateways/evolution'
import { wahaKind } from '../../../src/main/gateways/waha'
import { describedKinds } from '../../../src/main/gateways/described'
import type { Gateway, GatewayKind, NumberRef } from '../../../src/main/core/ports'
import { connectionRecord, environment, MemorySlots } from '../../fakes/gateways/gateway-rig'
import { NUMBER, openBackend, SESSION, type Backend } from './backends'

/** What a request asks for. */
export type Role = 'state' | 'code' | 'list' | 'pair' | 'logout'
/** What the server answers; the status is 200 unless it is said. */
export interface Sent {
  readonly json: unknown
  readonly status?: number
}
type Answers = (role: Role) => Sent

/** One kind. `more` stands beside what an answer says. */
export interface Kind {
  readonly name: string
  open(answers: Answers): Gateway
  state(connected: boolean, code: unknown, more: object): unknown
  /** Null = the state holds the code. */
  code: ((code: unknown, more: object) => unknown) | null
  /** Null = it has no list. */
  list: ((rows: readonly unknown[], more: object) => unknown) | null
  row(session: unknown, more: object): unknown
  /** Null = it has no codes to type. */
  pair: ((code: unknown, more: object) => unknown) | null
  logout(more: object): unknown
}

const JSON_TYPE = { 'content-type': 'application/json' }
const ID = { sessionId: SESSION, facts: { ...NUMBER.facts, instance: SESSION, channel: SESSION } } satisfies NumberRef
/** The secret of every connection. */
export const KEY = 'key_abcdef123456'
/** The number that is asked about, for every kind. */
export const REF: NumberRef = ID

function opener(kind: GatewayKind, roleOf: (path: string) => Role | null): Kind['open'] {
  return (answers) => {
    const slots = new MemorySlots()
    for (const slot of ['apiKey', 'account:token', `number:${SESSION}:token`]) slots.kept.set(slot, KEY)
    const fetch = (url: string): Promise<Response> => {
      const role = roleOf(new URL(url).pathname)
      const { json, status = 200 } = role === null ? { json: {}, status: 404 } : answers(role)
      return Promise.resolve(new Response(JSON.stringify(json), { status, headers: JSON_TYPE }))
    }
    return kind.open(connectionRecord(kind.spec.kind, 'https://server.example'), slots, environment({ fetch }))
  }
}

/** Kinds whose rig is a table of calls: their status is 200 or 404. */
function backend(name: Backend, roles: Readonly<Record<string, Role>>, rest: Omit<Kind, 'name' | 'open'>): Kind {
  return {
    ...rest,
    name,
    open: (answers) =>
      openBackend(name, (call) => {
        const role = roles[call]
        if (call === 'check-connection-session') return '{"status":true,"message":"Connected"}'
        if (role === undefined) return undefined
        const { json, status = 200 } = answers(role)
        return status === 200 ? JSON.stringify(json) : undefined
      }),
  }
}

function described(id: string, roleOf: (path: string) => Role | null, rest: Omit<Kind, 'name' | 'open'>): Kind {
  const kind = describedKinds().find((each) => each.spec.kind === `described/${id}`)
  if (!kind) throw new Error(`no description ${id}`)
  return { ...rest, name: id, open: opener(kind, roleOf) }
}
const by =
  (...roles: readonly (readonly [RegExp, Role])[]) =>
  (path: string): Role | null =>
    roles.find(([pattern]) => pattern.test(path))?.[1] ?? null
const noList = { list: null, row: () => ({}) }
const integrations = {
  pair: null,
  logout: (more: object) => ({ success: true, ...more }),
  list: (rows: readonly unknown[], more: object) => ({ success: true, integrations: rows, ...more }),
  row: (session: unknown, more: object) => ({ id: 'row-42', provider: 'wpp', session, settings: { wppAccountNumber: session }, ...more }),
}
const wpp = (connected: boolean, code: unknown, more: object): unknown => ({ success: true, status: connected ? 'connected' : 'qr_issued', qr: code, ...more })
const platform = {
  pair: null,
  logout: (more: object) => ({ status: 'stopped', ...more }),
  state: (connected: boolean, _code: unknown, more: object) => ({ status: connected ? 'connected' : 'qr', ...more }),
}

export const KINDS: readonly Kind[] = [
  backend(
    'own',
    { 'wpp-status': 'state', 'wpp-start': 'state', 'wpp-qr': 'code', 'wpp-integrations': 'list', 'wpp-disconnect': 'logout' },
    { ...integrations, state: (connected, _code, more) => wpp(connected, null, more), code: (qr, more) => ({ success: true, qr, ...more }) },
  ),
  backend(
    'deployed',
    { 'wpp-status': 'state', 'wpp-start': 'state', 'messenger-integrations': 'list', 'wpp-disconnect': 'logout' },
    { ...integrations, state: wpp, code: null },
  ),
  backend('wpp-platform', { status: 'state', start: 'code', qr: 'code', stop: 'logout' }, { ...noList, ...platform, code: (qr, more) => ({ qr, ...more }) }),
  backend(
    'sandbox',
    { status: 'state', start: 'code', qr: 'code', numbers: 'list', stop: 'logout' },
    {
      ...platform,
      code: (qr, more) => ({ qr, ...more }),
      list: (numbers, more) => ({ numbers, ...more }),
      row: (session, more) => ({ session, apiKey: 'key_abcdef123456', ...more }),
    },
  ),
  backend(
    'wppconnect',
    { 'status-session': 'state', 'start-session': 'pair', 'show-all-sessions': 'list', 'close-session': 'logout' },
    {
      pair: (phoneCode, more) => ({ status: 'phoneCode', phone: '79000000042', phoneCode, ...more }),
      logout: (more) => ({ status: true, message: 'Session successfully closed', ...more }),
      state: (connected, urlcode, more) => ({ status: connected ? 'CONNECTED' : 'QRCODE', urlcode, qrcode: null, ...more }),
      code: null,
      list: (response, more) => ({ response, ...more }),
      row: (session) => session,
    },
  ),
  {
    name: 'evolution',
    open: opener(evolutionKind, by([/connectionState/, 'state'], [/connect\//, 'code'], [/fetchInstances/, 'list'], [/logout\//, 'logout'])),
    pair: (pairingCode, more) => ({ count: 1, code: null, base64: null, pairingCode, ...more }),
    logout: (more) => ({ status: 'SUCCESS', error: false, response: { message: 'Instance logged out' }, ...more }),
    state: (connected, _code, more) => ({ instance: { instanceName: SESSION, state: connected ? 'open' : 'connecting', ...more } }),
    code: (code, more) => ({ count: 1, code, base64: null, pairingCode: null, ...more }),
    list: (rows) => rows,
    row: (name, more) => ({ name, connectionStatus: 'close', ownerJid: null, ...more }),
  },
  {
    name: 'waha',
    open: opener(wahaKind, by([/auth\/qr/, 'code'], [/request-code/, 'pair'], [/stop$/, 'logout'], [/sessions\/./, 'state'], [/sessions$/, 'list'])),
    pair: (code, more) => ({ code, ...more }),
    logout: (more) => ({ name: SESSION, status: 'STOPPED', ...more }),
    state: (connected, _code, more) => ({ name: SESSION, status: connected ? 'WORKING' : 'SCAN_QR_CODE', ...more }),
    code: (value, more) => ({ value, ...more }),
    list: (rows) => rows,
    row: (name, more) => ({ name, me: null, ...more }),
  },
  described('green-api', by([/getStateInstance/, 'state'], [/\/qr\//, 'code'], [/getAuthorizationCode/, 'pair'], [/logout/, 'logout']), {
    pair: (code, more) => ({ status: true, code, ...more }),
    logout: (more) => ({ isLogout: true, ...more }),
    ...noList,
    state: (connected, _code, more) => ({ stateInstance: connected ? 'authorized' : 'notAuthorized', ...more }),
    code: (message, more) => ({ type: 'qrCode', message, ...more }),
  }),
  described('z-api', by([/\/status$/, 'state'], [/qr-code/, 'code'], [/phone-code/, 'pair'], [/disconnect/, 'logout']), {
    pair: (code, more) => ({ code, ...more }),
    logout: (more) => ({ value: true, ...more }),
    ...noList,
    state: (connected, _code, more) => ({ connected, error: connected ? 'You are already connected.' : 'You are not connected.', ...more }),
    code: (value, more) => ({ value, ...more }),
  }),
  described('whapi', by([/health/, 'state'], [/users\/login\/\d/, 'pair'], [/users\/login/, 'code'], [/users\/logout/, 'logout']), {
    pair: (code, more) => ({ code, ...more }),
    logout: (more) => ({ success: true, ...more }),
    ...noList,
    state: (connected, _code, more) => ({ status: { text: connected ? 'AUTH' : 'QR' }, ...more }),
    code: (base64, more) => ({ status: 'OK', base64, ...more }),
  }),
  described('fonnte', by([/get-devices/, 'state'], [/\/qr$/, 'code'], [/disconnect/, 'logout']), {
    pair: (code, more) => ({ status: true, code, ...more }),
    logout: (more) => ({ status: true, ...more }),
    state: (connected, _code, more) => ({ status: true, data: [{ device: SESSION, token: 't', status: connected ? 'connect' : 'disconnect', ...more }] }),
    code: (url, more) => ({ status: true, url, ...more }),
    list: (data, more) => ({ status: true, data, ...more }),
    row: (device, more) => ({ device, status: 'connect', ...more }),
  }),
  described('wappi', by([/get\/status/, 'state'], [/qr\/get/, 'code'], [/all\/get/, 'list'], [/auth\/code/, 'pair'], [/profile\/logout/, 'logout']), {
    pair: (code, more) => ({ status: 'done', code, ...more }),
    logout: (more) => ({ status: 'done', ...more }),
    state: (connected, _code, more) => ({ status: 'done', authorized: connected, ...more }),
    code: (qrCode, more) => ({ status: 'done', qrCode, ...more }),
    list: (profiles, more) => ({ status: 'done', profiles, ...more }),
    row: (profile_id, more) => ({ profile_id, ...more }),
  }),
]
