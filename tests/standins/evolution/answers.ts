// What an Evolution API 2.3.6 says about its instances, word for word as recorded.

type State = 'close' | 'connecting' | 'open'

/** One instance. The last code stays after a close, until the next one is issued. */
export interface Instance {
  readonly id: string
  readonly token: string
  state: State
  code: string | null
  base64: string | null
  count: number
  /** Digits of the phone on which the code is typed, as `connect` asked. */
  typedOn: string | null
  /** The code to type that was issued beside the last one to scan. */
  pairing: string | null
  /** As `create` was told. */
  number: string | null
  ownerJid: string | null
  reason: number | null
  /** What the list says, where it lags behind. */
  listed: State | null
}

/** An answer before it is written. */
export interface Answer {
  readonly status: number
  readonly json: unknown
}

export const refusal = (status: number, error: string, message: unknown): Answer => ({ status, json: { status, error, response: { message } } })
export const missing = (name: string): Answer => refusal(404, 'Not Found', [`The "${name}" instance does not exist`])

/** What `GET /` says. */
export const WELCOME = {
  status: 200,
  message: 'Welcome to the Evolution API, it is working!',
  version: '2.3.6',
  clientName: 'evolution',
  manager: 'http://127.0.0.1/manager',
  documentation: 'https://doc.evolution-api.com',
  whatsappWebVersion: '2.3000.1027934701',
}
/** The settings of a new instance. */
export const SETTINGS = {
  rejectCall: false,
  msgCall: '',
  groupsIgnore: false,
  alwaysOnline: false,
  readMessages: false,
  readStatus: false,
  syncFullHistory: false,
  wavoipToken: '',
}

const AT = '2026-11-26T11:43:50.430Z'

/** An instance as the list shows it. */
export function rowOf(name: string, { id, state, listed, number, ownerJid, token, reason }: Instance): object {
  return {
    id,
    name,
    connectionStatus: listed ?? state,
    ownerJid,
    profileName: ownerJid === null ? null : 'Test Shop',
    profilePicUrl: null,
    integration: 'WHATSAPP-BAILEYS',
    number,
    businessId: null,
    token,
    clientName: 'evolution',
    disconnectionReasonCode: reason,
    disconnectionObject: reason === null ? null : JSON.stringify({ error: { isBoom: true, output: { statusCode: reason } } }),
    disconnectionAt: reason === null ? null : AT,
    createdAt: AT,
    updatedAt: AT,
    Chatwoot: null,
    Proxy: null,
    Rabbitmq: null,
    Nats: null,
    Sqs: null,
    Websocket: null,
    Setting: { id: `setting-of-${id}`, ...SETTINGS, createdAt: AT, updatedAt: AT, instanceId: id },
    _count: { Message: 0, Contact: 0, Chat: 0 },
  }
}
