import { expect, it } from 'vitest'
import { createAppTimings } from '../../../src/main/wiring/parts/timings'
import { TIMINGS } from '../../../src/shared/timings'
import { connectionRecord } from '../../fakes/gateways/gateway-rig'

const at = (address: string) => {
  const timings = createAppTimings({ connection: () => connectionRecord('described/green-api', address) }, () => 60_000)
  return timings.ofConnection('c1')
}

it('a backend that wants to be asked once a minute is asked once a minute while its number is well, and at once when it may be down', () => {
  const slower = at('https://7105.api.greenapi.com')
  expect(slower).toEqual({ ...TIMINGS, watchVisible: 60_000, watchHidden: 60_000 })
})

it('a kind never makes the app ask more often than the table says', () => {
  const timings = createAppTimings({ connection: () => connectionRecord('described/green-api', 'https://x.example') }, () => 1_000)
  expect(timings.ofConnection('c1')).toEqual(TIMINGS)
})

it('loopback and unknown connections have the table', () => {
  expect(at('http://127.0.0.1:1')).toEqual(TIMINGS)
  expect(createAppTimings({ connection: () => null }, () => 60_000).ofConnection('c1')).toEqual(TIMINGS)
})
