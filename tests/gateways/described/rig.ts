// One number at each hosted service that comes with the app, opened by its description against a stand-in.
import { afterEach, expect } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { createDescribedKind } from '../../../src/main/gateways/described'
import type { Description } from '../../../src/main/gateways/described/description'
import { shippedDescriptions } from '../../../src/main/gateways/described/shipped'
import type { Reading } from '../../../src/shared/model/session'
import { connectionRecord, environment, MemorySlots, MovableClock, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import type { HostedStandIn } from '../../standins/hosted/numbers'
import { fonnte, greenApi, wappi, whapi, zApi } from '../../standins/hosted/services'

export const ID = '7900000001'
export const PHONE = '79000000042'
let running: HostedStandIn | null = null
/** Everything that the gateway said: none of it may hold a key. */
export const said: unknown[] = []

afterEach(async () => {
  expect(JSON.stringify(said)).not.toContain('canary')
  said.length = 0
  await running?.close()
  running = null
})

/** Services, and what tells them apart in these tests. */
export const SERVICES = [
  {
    id: 'green-api',
    make: greenApi,
    account: false,
    lasts: 20_000,
    phone: true,
    paid: false,
    reads: /^(GET) \/waInstance\w+\/(getStateInstance|getWaSettings|qr)\/KEY$/,
  },
  {
    id: 'z-api',
    make: () => zApi(),
    account: false,
    lasts: 20_000,
    phone: false,
    paid: true,
    reads: /^GET \/instances\/\w+\/token\/KEY\/(status|me|qr-code)$/,
  },
  { id: 'whapi', make: whapi, account: false, lasts: 17_000, phone: true, paid: false, reads: /^GET \/(health|users\/login)\?wakeup=false$/ },
  { id: 'fonnte', make: fonnte, account: true, lasts: null, phone: false, paid: true, reads: /^POST \/(get-devices|qr)$/ },
  {
    id: 'wappi',
    make: wappi,
    account: true,
    lasts: null,
    phone: true,
    paid: true,
    reads: /^GET \/api\/(profile\/all\/get|sync\/get\/status|sync\/qr\/get)(\?profile_id=\w+)?$/,
  },
] as const
type Service = (typeof SERVICES)[number]

/** Signs in to a service with one linked number, and opens its gateway. */
export async function rig({ id, make, account }: Service) {
  const server = await make().start()
  running = server
  const shipped = descriptionOf(id)
  const kind = createDescribedKind('fixed' in shipped.base ? { ...shipped, base: { fixed: server.address } } : shipped)
  const slots = new MemorySlots()
  const clock = new MovableClock()
  const number = server.add(ID, PHONE)
  const identity = account ? {} : { [id === 'whapi' ? 'channel' : 'instance']: ID }
  const fields = { ...identity, token: account ? server.key : number.token, ...('asked' in shipped.base ? { address: server.address } : {}) }
  const signIn = (more: Record<string, string> = {}) =>
    kind.signIn({ address: '', facts: {}, fields: { ...fields, ...more }, secrets: slots }, environment({ clock }), patient())
  const signed = valueOf(await signIn())
  const gateway: Gateway = kind.open({ ...connectionRecord(kind.spec.kind, signed.address), facts: signed.facts }, slots, environment({ clock }))
  const ref = { sessionId: ID, facts: signed.number?.facts ?? {} }
  const noted = async (reading: Promise<Reading>): Promise<Reading> => {
    said.push(await reading)
    return reading
  }
  return {
    server,
    number,
    kind,
    slots,
    clock,
    gateway,
    ref,
    signed,
    signIn,
    read: () => noted(gateway.read(ref, patient())),
    start: () => noted(gateway.start(ref, patient())),
  }
}

/** A description that comes with the app. */
export function descriptionOf(id: Service['id']): Description {
  const shipped = shippedDescriptions().find((each) => each.id === id)
  if (!shipped) throw new Error(`no description ${id}`)
  return shipped
}
