import { expect, it } from 'vitest'
import { advance, newNumber, SANDBOX_TIMINGS, start, statusWord, stop, usePhone, type SimulatedNumber } from '../../src/sandbox/number-model'
import { SANDBOX_PHONE_ACTIONS } from '../../src/shared/ipc/snapshot'

const T = SANDBOX_TIMINGS
let codes = 0
const pass = (number: SimulatedNumber, now: number) => advance(number, now, T, () => `code-${(codes += 1)}`)

function scanning(): SimulatedNumber {
  codes = 0
  const number = newNumber('0000000000042', 'org')
  start(number, 0, T)
  pass(number, T.starting)
  return number
}
function connected(): SimulatedNumber {
  const number = scanning()
  usePhone(number, 'scan', 1_000, T)
  pass(number, 1_000 + T.linking)
  return number
}

it('a code lives 60 s, then five more 20 s each, then the attempt is over', () => {
  const number = scanning()
  const seen: [string | undefined, number | null][] = []
  for (let codes = 0; number.phase === 'scan'; codes += 1) {
    if (codes === 10) throw new Error('The attempt does not end after its last code')
    seen.push([number.code?.value, number.phaseEndsAt])
    const end = number.phaseEndsAt ?? 0
    expect(pass(number, end - 1)).toEqual([])
    pass(number, end)
  }
  const at = T.starting
  expect(seen).toEqual([
    ['code-1', at + 60_000],
    ['code-2', at + 80_000],
    ['code-3', at + 100_000],
    ['code-4', at + 120_000],
    ['code-5', at + 140_000],
    ['code-6', at + 160_000],
  ])
  expect([statusWord(number), number.cause, number.code]).toEqual(['offline', null, null])
})

it('after a long sleep everything that was due has happened, in order', () => {
  const number = scanning()
  expect(pass(number, 3_600_000).map((event) => event.type)).toEqual(['qr', 'qr', 'qr', 'qr', 'qr', 'disconnected'])
})

it('a scan links: starting without a code, then connected with the phone', () => {
  const number = scanning()
  expect(usePhone(number, 'scan', 1_000, T)).toEqual([])
  expect([statusWord(number), number.code]).toEqual(['starting', null])
  expect(pass(number, 1_000 + T.linking)).toEqual([{ type: 'connected', data: { phone: '70000000042' } }])
  expect(statusWord(number)).toBe('connected')
  expect(pass(number, 1e12)).toEqual([])
})

it('the wrong phone links too, with another number', () => {
  const number = scanning()
  usePhone(number, 'scan-wrong-phone', 1_000, T)
  pass(number, 10_000)
  expect(number.linkedPhone).toBe('70009999957')
})

it('unlinking on the phone is a logout, and a new start shows a code', () => {
  const number = connected()
  expect(usePhone(number, 'unlink', 5_000, T)).toEqual([{ type: 'logout', data: { cause: 'logged-out' } }])
  expect([statusWord(number), number.cause]).toEqual(['offline', 'logged-out'])
  start(number, 6_000, T)
  pass(number, 6_000 + T.starting)
  expect(statusWord(number)).toBe('qr')
})

it('a phone that goes offline keeps its link and comes back without a code', () => {
  const number = connected()
  expect(usePhone(number, 'go-offline', 5_000, T)).toEqual([{ type: 'disconnected', data: { cause: 'phone-offline' } }])
  start(number, 6_000, T)
  expect(pass(number, 7_000)).toEqual([{ type: 'disconnected', data: { cause: 'phone-offline' } }])
  expect(usePhone(number, 'come-online', 8_000, T)).toEqual([{ type: 'connected', data: { phone: '70000000042' } }])
})

it('a stop ends the link', () => {
  const number = connected()
  expect(stop(number)).toEqual([{ type: 'disconnected', data: { cause: 'by-operator' } }])
  expect(stop(number)).toEqual([])
  expect(number.linkedPhone).toBeNull()
})

it('a stop while linking leaves no phone behind', () => {
  const number = scanning()
  usePhone(number, 'scan', 1_000, T)
  stop(number)
  expect([number.linkedPhone, pass(number, 1e9)]).toEqual([null, []])
})

it('a start changes nothing while an attempt is under way or the number is connected', () => {
  for (const number of [scanning(), connected()]) {
    const before = { ...number }
    start(number, 2_000, T)
    expect(number).toEqual(before)
  }
})

const offline = (): SimulatedNumber => newNumber('1', 'org')
const phoneAway = (): SimulatedNumber => {
  const number = connected()
  usePhone(number, 'go-offline', 1, T)
  return number
}
const linking = (): SimulatedNumber => {
  const number = scanning()
  usePhone(number, 'scan', 1, T)
  return number
}
it.each<[string, () => SimulatedNumber, string[]]>([
  ['offline', offline, []],
  ['showing a code', scanning, ['scan', 'scan-wrong-phone']],
  ['linking', linking, []],
  ['connected', connected, ['unlink', 'go-offline', 'lose-session']],
  ['away', phoneAway, ['unlink', 'come-online']],
])('the phone of a number that is %s can do just what it can', (_name, make, possible) => {
  expect(SANDBOX_PHONE_ACTIONS.filter((action) => usePhone(make(), action, 2_000, T) !== null)).toEqual(possible)
})
