import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FeedReader } from '../../../supabase/functions/_shared/companion/events/feed.ts'
import { BEAT, feedRig } from './fake-notifications'
import { ORGANIZATION } from './fakes'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function reader() {
  const seen: string[] = []
  const feedReader: FeedReader = {
    onChange: ({ id }) => seen.push(id),
    onBeat: () => seen.push('beat'),
    onGap: () => seen.push('gap'),
    onLost: () => seen.push('lost'),
  }
  return { seen, feedReader }
}

describe('the feed', () => {
  it('listens once for all readers, and no longer when the last has left', async () => {
    const { database, feed } = feedRig()
    const ends = await Promise.all([1, 2, 3].map(() => feed.subscribe(ORGANIZATION, reader().feedReader)))
    expect([database.listenings, database.open]).toEqual([1, 1])
    ends.forEach((end) => end())
    await vi.advanceTimersByTimeAsync(0)
    expect(database.open).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('tells an organisation its own changes, and nobody what cannot be read', async () => {
    const { database, feed } = feedRig()
    const { seen, feedReader } = reader()
    await feed.subscribe(ORGANIZATION, feedReader)
    seen.length = 0
    database.tell(1)
    database.tell(2, 'another')
    for (const payload of ['', 'x', 'null', '[]', '{"id":"1 or true"}', JSON.stringify({ beat: 'another worker' })]) database.raw(payload)
    database.tell(3, ORGANIZATION, { session: 7 })
    database.tell(4)
    expect(seen).toEqual(['1', '4'])
  })

  it('refuses when notifications do not arrive, and tries anew for the next reader', async () => {
    const { database, feed } = feedRig()
    database.deaf = true
    const refused = expect(feed.subscribe(ORGANIZATION, reader().feedReader)).rejects.toMatchObject({
      code: 'events_unavailable',
      detail: expect.stringContaining('pooler'),
    })
    await vi.advanceTimersByTimeAsync(600)
    await refused
    database.deaf = false
    database.refuses = true
    await expect(feed.subscribe(ORGANIZATION, reader().feedReader)).rejects.toMatchObject({ code: 'events_unavailable', detail: 'connection refused' })
    database.refuses = false
    await feed.subscribe(ORGANIZATION, reader().feedReader)
    expect([database.listenings, database.open]).toEqual([3, 1])
  })

  it('notices a dead connection by its own beats: readers are told, the next one gets a new connection', async () => {
    const { database, feed } = feedRig()
    const { seen, feedReader } = reader()
    await feed.subscribe(ORGANIZATION, feedReader)
    await vi.advanceTimersByTimeAsync(3 * BEAT)
    expect(seen.filter((each) => each === 'beat').length).toBeGreaterThanOrEqual(3)
    database.deaf = true
    await vi.advanceTimersByTimeAsync(5 * BEAT)
    expect(seen.at(-1)).toBe('lost')
    database.deaf = false
    await feed.subscribe(ORGANIZATION, reader().feedReader)
    expect([database.listenings, database.open]).toEqual([2, 1])
  })

  it('tells of a new connection, on which something may have been missed', async () => {
    const { database, feed } = feedRig()
    const { seen, feedReader } = reader()
    await feed.subscribe(ORGANIZATION, feedReader)
    database.newConnection()
    expect(seen.at(-1)).toBe('gap')
  })
})
