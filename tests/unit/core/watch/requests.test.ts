import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../../src/shared/model/failure'
import { TIMINGS } from '../../../../src/shared/timings'
import type { Gateway } from '../../../../src/main/core/ports'
import { createRequests, type Requests } from '../../../../src/main/core/watch/requests'
import { FakeClock, settle } from '../../../fakes/fake-clock'
import { FakeGateway } from '../../../fakes/gateways/fake-gateway'
import { SilentLog } from '../../../fakes/silent-log'
import { numberRecord } from '../../../fakes/views'

const RECORD = numberRecord('42')

function rig() {
  const clock = new FakeClock()
  const log = new SilentLog()
  const gateway = new FakeGateway(clock)
  const backend: { is: Gateway | Failure } = { is: gateway }
  const requests = createRequests({ clock, log, timingsFor: () => TIMINGS, gatewayOf: () => backend.is })
  /** Sends a request; `answer` is undefined until it settles. */
  const send = (kind: 'read' | 'start' | 'disconnect') => {
    const sent: { answer: unknown } = { answer: undefined }
    void requests[kind](RECORD).then((answer) => (sent.answer = answer))
    return sent
  }
  return { clock, log, gateway, backend, requests, send }
}

describe('the fate of a request', () => {
  it.each([
    ['read', { state: 'connected' }],
    ['start', { state: 'connected' }],
    ['disconnect', { ok: true }],
  ] as const)('%s is answered', async (kind, answer) => {
    const { clock, gateway, requests, send } = rig()
    gateway.latency = 100
    const sent = send(kind)
    await clock.advance(99)
    expect(sent.answer).toBeUndefined()
    expect(requests.busy('42')).toBe(true)
    await clock.advance(1)
    expect(sent.answer).toMatchObject(answer)
    expect(requests.busy('42')).toBe(false)
    expect(clock.pending).toBe(0)
  })

  it.each([
    ['read', TIMINGS.requestDeadline, { state: 'unknown', failure: { code: 'timeout' } }],
    ['start', TIMINGS.createDeadline, { state: 'unknown', failure: { code: 'timeout' } }],
    ['disconnect', TIMINGS.requestDeadline, { ok: false, failure: { code: 'timeout' } }],
  ] as const)('%s fails at its deadline of %i ms', async (kind, deadline, answer) => {
    const { clock, gateway, send } = rig()
    gateway.latency = 10 * deadline
    const sent = send(kind)
    await clock.advance(deadline - 1)
    expect(sent.answer).toBeUndefined()
    await clock.advance(1)
    expect(sent.answer).toMatchObject(answer)
  })

  it.each([
    ['that throws', () => () => Promise.reject(new Error('bug'))],
    [
      'that throws before it returns a promise',
      () => () => {
        throw new Error('bug')
      },
    ],
  ] as [string, () => Gateway['read']][])('a gateway %s proves nothing, and leaves a line in the log', async (_how, read) => {
    const { gateway, log, send } = rig()
    gateway.read = read()
    const sent = send('read')
    await settle()
    expect(sent.answer).toMatchObject({ state: 'unknown', failure: { code: 'internal' } })
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'gateway threw' }))
  })

  it('without a gateway fails with the reason', async () => {
    const { backend, send } = rig()
    backend.is = { code: 'signed-out' }
    const sent = [send('read'), send('disconnect')]
    await settle()
    expect(sent.map(({ answer }) => answer)).toMatchObject([
      { state: 'unknown', failure: { code: 'signed-out' } },
      { ok: false, failure: { code: 'signed-out' } },
    ])
  })
})

describe('a request that nobody wants any more', () => {
  const ends: [string, (requests: Requests) => void][] = [
    ['dropped', (requests) => requests.drop('42')],
    ['dropped with all others', (requests) => requests.dispose()],
  ]
  it.each(ends)('settles with null when it is %s', async (_how, end) => {
    const { clock, gateway, requests, send } = rig()
    gateway.latency = 1_000
    const sent = send('read')
    end(requests)
    expect(requests.busy('42')).toBe(false)
    await clock.advance(0)
    expect(sent.answer).toBeNull()
    expect(clock.pending).toBe(0)
  })

  it('stays dropped when its deadline has passed before', async () => {
    const { clock, gateway, requests, send } = rig()
    gateway.deaf = true
    gateway.latency = 10 * TIMINGS.requestDeadline
    const first = send('read')
    await clock.advance(TIMINGS.requestDeadline + 1_000)
    requests.drop('42')
    const second = send('read')
    await clock.advance(4_000)
    expect(first.answer).toBeNull()
    expect(requests.busy('42')).toBe(true)
    expect(second.answer).toBeUndefined()
  })
})
