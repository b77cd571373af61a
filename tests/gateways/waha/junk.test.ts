// WAHA: whatever a server sends, a state is believed only of the session that was asked for, and only in the manual's words.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wahaKind } from '../../../src/main/gateways/waha'
import { connectionRecord, environment, MemorySlots, patient } from '../../fakes/gateways/gateway-rig'
import { PATIENCE, TRIED } from '../../unit/properties/runs'

const STATES: Readonly<Record<string, string>> = {
  STOPPED: 'disconnected',
  STARTING: 'starting',
  SCAN_QR_CODE: 'awaiting-scan',
  WORKING: 'connected',
  FAILED: 'disconnected',
}
const word = fc.oneof(fc.constantFrom(...Object.keys(STATES), 'PASSKEY_REQUIRED', 'working', 'FAILED ', ''), fc.jsonValue())
const name = fc.oneof(fc.constantFrom('shop', 'Shop', 'bar'), fc.jsonValue())
const body = fc.oneof(
  fc.record({ name: fc.constant('shop'), status: fc.constantFrom(...Object.keys(STATES)) }),
  fc.record({ name, status: word, me: fc.jsonValue() }, { requiredKeys: [] }),
  fc.jsonValue(),
)

it('believes no answer that is about another session or in other words', PATIENCE, async () => {
  const seen = new Set<string>()
  const slots = new MemorySlots()
  slots.kept.set('apiKey', 'key')
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom(200, 201, 404, 500), async (json, status) => {
      const fetch = () => Promise.resolve(new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } }))
      const gateway = wahaKind.open(connectionRecord('waha', 'https://server.example'), slots, environment({ fetch }))
      const reading = await gateway.read({ sessionId: 'shop', facts: {} }, patient())
      const sent = (json ?? {}) as { name?: unknown; status?: unknown }
      const believed = status < 300 && sent.name === 'shop' && typeof sent.status === 'string' ? STATES[sent.status.trim().toUpperCase()] : undefined
      expect(reading.state).toBe(believed ?? 'unknown')
      seen.add(reading.state)
    }),
    TRIED,
  )
  expect(seen.size).toBe(5)
})
