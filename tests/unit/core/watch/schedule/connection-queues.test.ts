import { describe, expect, it } from 'vitest'
import { createConnectionQueues, type PolledNumber, type PollLimits } from '../../../../../src/main/core/watch/schedule/connection-queues'

const LIMITS: PollLimits = { perConnection: 2, overall: 3, extra: 1 }

function queuesOf(limits = LIMITS) {
  const queues = createConnectionQueues(limits)
  /** A number that waits; its connection is what stands before the slash. */
  const wait = (key: string, how: Partial<Pick<PolledNumber, 'demanded' | 'urgent'>> = {}): PolledNumber => {
    const queue = queues.enter(key.split('/')[0] ?? '')
    const state = { askAgain: false, demanded: false, plannedElsewhere: false, lastFailed: false, failures: 0, urgent: false, askedAt: 0 }
    const number = { key, queue, ...state, ...how }
    queues.wait(number)
    return number
  }
  const take = (most = 100): string[] => {
    const taken: string[] = []
    for (let turn = 0; turn < most; turn++) {
      const number = queues.next()
      if (!number) return taken
      taken.push(number.key)
    }
    return taken
  }
  return { queues, wait, take }
}

describe('whose turn it is', () => {
  it('clicks first, then the urgent, then the routine', () => {
    const { wait, take } = queuesOf({ perConnection: 9, overall: 9, extra: 0 })
    wait('a/routine')
    wait('a/urgent', { urgent: true })
    wait('a/clicked', { demanded: true, urgent: true })
    expect(take()).toEqual(['a/clicked', 'a/urgent', 'a/routine'])
  })

  it('a routine request of an idle connection comes before the second urgent one of a busy connection', () => {
    const { wait, take } = queuesOf()
    for (const key of ['big/1', 'big/2', 'big/3']) wait(key, { urgent: true })
    wait('small/1')
    expect(take()).toEqual(['big/1', 'small/1', 'big/2'])
  })

  it('one connection after the other', () => {
    const { wait, take } = queuesOf({ perConnection: 2, overall: 9, extra: 0 })
    for (const key of ['a/1', 'a/2', 'b/1', 'b/2']) wait(key)
    expect(take()).toEqual(['a/1', 'b/1', 'a/2', 'b/2'])
  })

  it('one connection after the other also where one place becomes free at a time', () => {
    const { queues, wait } = queuesOf({ perConnection: 1, overall: 1, extra: 0 })
    for (const key of ['a/1', 'a/2', 'b/1', 'b/2']) wait(key)
    const taken = [1, 2, 3, 4].map(() => {
      const number = queues.next()
      if (number) queues.release(number)
      return number?.key
    })
    expect(taken).toEqual(['a/1', 'b/1', 'a/2', 'b/2'])
  })
})

describe('places', () => {
  it.each([
    ['two for a connection', ['a/1', 'a/2', 'a/3'], ['a/1', 'a/2']],
    ['three in all', ['a/1', 'a/2', 'b/1', 'b/2'], ['a/1', 'b/1', 'a/2']],
  ])('are %s', (_what, waiting, taken) => {
    const { wait, take } = queuesOf()
    for (const key of waiting) wait(key)
    expect(take()).toEqual(taken)
  })

  it('one more is there for a click', () => {
    const { wait, take } = queuesOf()
    for (const key of ['a/1', 'a/2', 'a/3']) wait(key)
    take()
    wait('a/4', { demanded: true })
    wait('a/5', { demanded: true })
    expect(take()).toEqual(['a/4'])
  })

  it('are free again when the request has settled', () => {
    const { queues, wait, take } = queuesOf()
    const first = wait('a/1')
    for (const key of ['a/2', 'a/3']) wait(key)
    take()
    queues.release(first)
    expect(take()).toEqual(['a/3'])
  })

  it('a number waits in one queue only, that of its newest priority', () => {
    const { queues, wait, take } = queuesOf()
    const number = wait('a/1')
    number.urgent = true
    queues.wait(number)
    expect(queues.waiting()).toEqual(['a/1'])
    expect(take()).toEqual(['a/1'])
  })
})

describe('a number that is removed', () => {
  it('waits no more, and its connection is forgotten with its last number', () => {
    const { queues, wait, take } = queuesOf()
    queues.leave(wait('a/1'))
    expect(take()).toEqual([])
    expect([...queues.all()]).toEqual([])
  })

  it('keeps its place and its connection until its request has settled', () => {
    const { queues, wait, take } = queuesOf()
    const number = wait('a/1')
    take()
    queues.leave(number)
    expect(queues.isInFlight('a/1')).toBe(true)
    expect(queues.get('a')).toBe(number.queue)
    queues.release(number)
    expect(queues.isInFlight('a/1')).toBe(false)
    expect(queues.get('a')).toBeUndefined()
  })
})
