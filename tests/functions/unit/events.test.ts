import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StateChange } from '../../../supabase/functions/_shared/companion/events/feed.ts'
import { createStreamLimits } from '../../../supabase/functions/_shared/companion/events/limits.ts'
import { openEventStream, type Changes } from '../../../supabase/functions/_shared/companion/events/stream.ts'
import { ApiError } from '../../../supabase/functions/_shared/companion/request/errors.ts'
import { feedRig } from './fake-notifications'
import { ORGANIZATION } from './fakes'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A stream over rows in memory. */
async function streamRig({ lastEventId = null, rows = 0, lifeMs = 60_000 }: { lastEventId?: string | null; rows?: number; lifeMs?: number } = {}) {
  const { database, feed } = feedRig()
  const table: StateChange[] = []
  const record = (count: number, notify = true): void => {
    for (let i = 0; i < count; i += 1) {
      const id = table.length + 1
      table.push({
        id: String(id),
        organizationId: ORGANIZATION,
        integrationId: null,
        session: 's',
        status: 'connected',
        cause: null,
        source: 'webhook',
        occurredAt: '',
      })
      if (notify) database.tell(id)
    }
  }
  record(rows, false)
  const rig = { reads: 0, broken: false, refusal: null as ApiError | null, ends: [] as string[] }
  const changes: Changes = {
    async after(_organization, id, limit) {
      rig.reads += 1
      if (rig.broken) throw new Error('database')
      return table.filter((each) => Number(each.id) > Number(id)).slice(0, limit)
    },
    head: async (_organization, id) => ({
      newest: String(table.length),
      missed: id === null ? 0 : table.filter((each) => Number(each.id) > Number(id)).length,
      webhook: true,
    }),
  }
  const stream = await openEventStream({
    organizationId: ORGANIZATION,
    lastEventId,
    feed,
    changes,
    lifeMs,
    slowMs: 5_000,
    checkMs: 10_000,
    check: async () => {
      if (rig.refusal) throw rig.refusal
    },
    onEnd: (reason) => rig.ends.push(reason),
  })
  const source = stream.getReader()
  let text = ''
  /** Reads until nothing more waits. */
  let next: ReturnType<typeof source.read> | null = null
  const read = async (): Promise<string[]> => {
    for (let chunks = 0; chunks < 10_000; chunks += 1) {
      next ??= source.read()
      const chunk = await Promise.race([next, vi.advanceTimersByTimeAsync(0).then(() => null)])
      if (chunk === null || chunk.done) break
      next = null
      text += new TextDecoder().decode(chunk.value)
    }
    return [...text.matchAll(/^id: (\d+)\nevent: state$/gm)].map(([, id]) => id ?? '')
  }
  return Object.assign(rig, { database, record, read, source, text: () => text })
}
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => String(from + i))

describe('a stream', () => {
  it('holds no more than it has room for while nobody reads, and hands out all of it, each once', async () => {
    const rig = await streamRig()
    await vi.advanceTimersByTimeAsync(0)
    rig.record(10_000)
    expect(rig.reads).toBeLessThan(5)
    const ids: string[] = []
    for (let round = 0; round < 200 && ids.length < 10_000; round += 1) ids.splice(0, ids.length, ...(await rig.read()))
    expect(ids).toEqual(numbers(1, 10_000))
  })

  it('reads what a new connection may have missed', async () => {
    const rig = await streamRig()
    rig.record(2)
    await rig.read()
    rig.record(3, false)
    rig.database.newConnection()
    rig.record(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(await rig.read()).toEqual(numbers(1, 6))
  })

  it('cuts off a reader that reads nothing', async () => {
    const rig = await streamRig()
    rig.record(1_000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(rig.ends).toEqual(['slow reader'])
    await expect(rig.source.read()).rejects.toThrow('slow reader')
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each<readonly [string, string, (rig: Awaited<ReturnType<typeof streamRig>>) => unknown, number]>([
    ['its time is over', 'planned', () => undefined, 60_000],
    ['the caller may not listen any more', 'caller', (rig) => (rig.refusal = new ApiError('unauthorized')), 10_000],
    ['the caller could not be checked twice', 'caller', (rig) => (rig.refusal = new ApiError('auth_unreachable')), 20_000],
    ['the database answers no more', 'database', (rig) => ((rig.broken = true), rig.database.newConnection()), 0],
    ['no beat comes any more', 'database', (rig) => (rig.database.deaf = true), 5_000],
    ['the caller has left', 'caller left', (rig) => rig.source.cancel(), 0],
  ])('ends when %s, and leaves nothing behind', async (_when, reason, happen, ms) => {
    const rig = await streamRig()
    const reading = setInterval(() => void rig.source.read().catch(() => undefined), 100)
    await vi.advanceTimersByTimeAsync(0)
    await happen(rig)
    await vi.advanceTimersByTimeAsync(ms)
    clearInterval(reading)
    await vi.advanceTimersByTimeAsync(0)
    expect(rig.ends).toEqual([reason])
    expect([rig.database.open, vi.getTimerCount()]).toEqual([0, 0])
  })

  it('goes on when the caller could not be checked once', async () => {
    const rig = await streamRig()
    rig.refusal = new ApiError('auth_timeout')
    const reading = setInterval(() => void rig.source.read().catch(() => undefined), 100)
    await vi.advanceTimersByTimeAsync(10_000)
    rig.refusal = null
    await vi.advanceTimersByTimeAsync(40_000)
    clearInterval(reading)
    expect(rig.ends).toEqual([])
  })

  it('begins with what was missed, or with the word that it was too much', async () => {
    const some = await streamRig({ rows: 450, lastEventId: '7' })
    await vi.advanceTimersByTimeAsync(0)
    let ids: string[] = []
    for (let round = 0; round < 5 && ids.length < 443; round += 1) ids = await some.read()
    expect(ids).toEqual(numbers(8, 450))
    const much = await streamRig({ rows: 1_500, lastEventId: '7' })
    expect(await much.read()).toEqual([])
    expect(much.text()).toMatch(/^id: 1500\nevent: open$[^]*^event: all$/m)
  })
})

describe('the limits', () => {
  it('count a caller and an organisation, and a place is given back once', () => {
    const limits = createStreamLimits({ perCaller: 2, perOrganization: 3 })
    const give = [limits.take('a', 'o'), limits.take('a', 'o')]
    expect(() => limits.take('a', 'o')).toThrow(expect.objectContaining({ code: 'too_many_streams', retryAfterSeconds: 60 }))
    limits.take('b', 'o')
    expect(() => limits.take('c', 'o')).toThrow()
    limits.take('c', 'p')
    give[0]?.()
    give[0]?.()
    limits.take('c', 'o')
    expect(() => limits.take('d', 'o')).toThrow()
  })
})
