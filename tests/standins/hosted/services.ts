// Stand-ins of hosted services, written from their public documents, traps included: what each answers to the calls that the app knows.
import { HostedStandIn, type Answer, type Asked } from './numbers'

const NOT_FOUND: Answer = { status: 404, json: { message: 'Not found' } }
const dashed = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`
const base64 = (image: string): string => image.slice(image.indexOf(',') + 1)

/** GREEN-API: id and token in the path; a logout is a GET; the QR call says "alreadyLogged" or "error" with HTTP 200. */
export function greenApi(): HostedStandIn {
  return new HostedStandIn(async ({ method, path, body }, service) => {
    const [, id, call, token] = /^\/waInstance(\w+)\/(\w+)\/([^/]+)$/.exec(path) ?? []
    const number = service.get(id ?? '')
    if (!number || number.token !== decodeURIComponent(token ?? '')) return { status: 401, json: { message: 'Unauthorized' } }
    const state = number.word ?? (number.linked ? 'authorized' : 'notAuthorized')
    switch (`${method} ${call}`) {
      case 'GET getStateInstance':
        return { json: { stateInstance: state } }
      case 'GET getWaSettings':
        return { json: { avatar: '', phone: number.linked ? number.phone : '', stateInstance: state, deviceId: '' } }
      case 'GET getMessagesCount':
        return { json: { count: number.waiting } }
      case 'GET qr':
        if (number.linked) return { json: { type: 'alreadyLogged', message: 'instance account already authorized' } }
        if (state !== 'notAuthorized') return { json: { type: 'error', message: 'Internal Server Error' } }
        return { json: { type: 'qrCode', message: base64((number.code ?? (await service.issue(number))).image) } }
      case 'POST getAuthorizationCode':
        return typeof (JSON.parse(body) as { phoneNumber?: unknown }).phoneNumber === 'number'
          ? { json: { status: true, code: service.spell(number) } }
          : { status: 400, json: { message: 'bad' } }
      case 'GET logout':
        Object.assign(number, { linked: false, code: null })
        return { json: { isLogout: true } }
      default:
        return NOT_FOUND
    }
  })
}

/** Z-API: id and token in the path, a security token in a header if it is switched on, `error` filled when all is well. `disconnect` is a GET. */
export function zApi(clientToken: string | null = null): HostedStandIn {
  return new HostedStandIn(async ({ method, path, headers }, service) => {
    const [, id, token, call, more] = /^\/instances\/(\w+)\/token\/([^/]+)\/([\w-]+)(?:\/(.*))?$/.exec(path) ?? []
    const number = service.get(id ?? '')
    if (!number || number.token !== decodeURIComponent(token ?? '')) return { status: 404, json: { error: 'Instance not found' } }
    if (clientToken !== null && headers['client-token'] !== clientToken) return { status: 400, json: { error: 'null not allowed' } }
    if (method !== 'GET') return { status: 405, json: { error: 'Method Not Allowed' } }
    switch (call) {
      case 'status':
        return number.linked
          ? { json: { connected: true, smartphoneConnected: true, error: 'You are already connected.' } }
          : { json: { connected: false, smartphoneConnected: false, error: number.word ?? 'You are not connected.' } }
      case 'me':
        return { json: { id, name: 'Shop', due: Date.UTC(2027, 0, 15), connected: number.linked, paymentStatus: 'PAID' } }
      case 'queue':
        return more === 'count' ? { json: { count: number.waiting } } : NOT_FOUND
      case 'qr-code':
        if (number.linked) return { json: { connected: true } }
        // The documents name the challenge, not its shape.
        if (number.passkey) return { json: { passkeyChallenge: { rpId: 'web.whatsapp.com', timeout: 60_000 } } }
        return { json: { value: (number.code ?? (await service.issue(number))).image } }
      case 'phone-code':
        return /^\d+$/.test(more ?? '') ? { json: { value: dashed(service.spell(number)) } } : { status: 400, json: { error: 'phone' } }
      case 'disconnect':
        Object.assign(number, { linked: false, code: null })
        return { json: { value: true } }
      default:
        return NOT_FOUND
    }
  })
}

/** Whapi.Cloud: one token is one channel. A look at its health starts the channel unless it says `wakeup=false`. */
export function whapi(): HostedStandIn & { readonly woken: string[] } {
  const woken: string[] = []
  const texts: Readonly<Record<string, number>> = { NOT_INIT: 0, INIT: 1, LAUNCH: 2, QR: 3, AUTH: 4, ERROR: 5 }
  const service = new HostedStandIn(async ({ method, path, query, headers }, all) => {
    const number = all.byToken(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1])
    if (!number) return { status: 401, json: { error: { code: 401, message: 'need channel authorization for this endpoint' } } }
    if (query.get('wakeup') !== 'false' && (path === '/health' || path === '/users/login')) {
      woken.push(path)
      number.word = null
    }
    const text = number.word ?? (number.linked ? 'AUTH' : 'QR')
    if (path === '/health')
      return {
        json: { start_at: 1, uptime: 10, status: { code: texts[text] ?? 9, text }, ...(number.linked ? { user: { id: number.phone, name: 'Shop' } } : {}) },
      }
    if (path === '/users/logout' && method === 'POST') {
      if (!number.linked) return { status: 409, json: { error: { code: 409, message: 'not logged in' } } }
      number.linked = false
      return { json: { success: true } }
    }
    if (path === '/users/login') {
      if (number.linked) return { status: 409, json: { error: { code: 409, message: 'channel already authenticated' } } }
      if (text !== 'QR') return { json: { status: 'WAITING' } }
      return { json: { status: 'OK', base64: (number.code ?? (await all.issue(number))).image, expire: 17 } }
    }
    return /^\/users\/login\/\d+$/.test(path) ? { json: { code: all.spell(number) } } : NOT_FOUND
  })
  return Object.assign(service, { woken })
}

/** Fonnte: every call is a POST, the list carries each device's key, and the calls of a device want that key as a form. */
export function fonnte(): HostedStandIn {
  return new HostedStandIn(async ({ method, path, headers, body }: Asked, service) => {
    if (method !== 'POST') return NOT_FOUND
    const key = headers.authorization
    if (path === '/get-devices') {
      if (key !== service.key) return { json: { reason: 'unknown user', status: false } }
      const rows = service
        .all()
        .map(({ id, linked, token, word }) => ({
          autoread: 'off',
          device: id,
          expired: '1798761600',
          name: `Device ${id.slice(-2)}`,
          package: 'Free',
          quota: '1000',
          status: word ?? (linked ? 'connect' : 'disconnect'),
          token,
        }))
      return {
        json: {
          connected: rows.filter(({ status }) => status === 'connect').length,
          data: rows,
          devices: rows.length,
          messages: 0,
          status: true,
          type: 'device',
        },
      }
    }
    const number = service.byToken(key)
    if (!number) return { json: { reason: 'invalid token', status: false } }
    const form = new URLSearchParams(body)
    if (path === '/disconnect') {
      Object.assign(number, { linked: false, code: null })
      return { json: { detail: 'device disconnected', status: true } }
    }
    if (path !== '/qr') return NOT_FOUND
    if (number.linked) return { json: { reason: 'device already connect', status: false } }
    if (form.get('type') === 'code')
      return form.get('whatsapp') ? { json: { code: service.spell(number), status: true } } : { json: { reason: 'whatsapp number required', status: false } }
    return { json: { status: true, url: base64((number.code ?? (await service.issue(number))).image) } }
  })
}

/** Wappi: the token stands alone in its header, with `Bearer` it is refused. */
export function wappi(): HostedStandIn {
  return new HostedStandIn(async ({ path, query, headers }, service) => {
    if (headers.authorization !== service.key) return { status: 401, json: { detail: 'Unauthorized' } }
    if (path === '/api/profile/all/get') {
      return {
        json: {
          status: 'done',
          profiles: service.all().map(({ id, linked, phone }) => ({ profile_id: id, name: `Profile ${id}`, authorized: linked, phone: phone ?? '' })),
        },
      }
    }
    const number = service.get(query.get('profile_id') ?? '')
    if (!number) return { status: 400, json: { status: 'error', detail: 'Profile not found' } }
    switch (path) {
      case '/api/sync/get/status':
        return {
          json: {
            status: 'done',
            authorized: number.linked,
            authorized_at: '',
            phone: number.phone ?? '',
            platform: 'wz',
            payment_expired_at: '2027-01-15T00:00:00Z',
            ...(number.word === null ? {} : { app_status: number.word }),
          },
        }
      case '/api/sync/qr/get':
        if (number.linked) return { json: { status: 'error', detail: 'You are already authorized' } }
        return { json: { status: 'done', qrCode: (number.code ?? (await service.issue(number))).image, task_id: '1' } }
      case '/api/sync/auth/code':
        return { json: { status: 'done', code: dashed(service.spell(number)) } }
      case '/api/profile/logout':
        Object.assign(number, { linked: false, code: null })
        return { json: { status: 'done' } }
      default:
        return NOT_FOUND
    }
  })
}
