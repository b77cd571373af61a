import { describe, expect, it } from 'vitest'
import { settle } from '../../../fakes/fake-clock'
import { historyRig, KEY } from '../../../fakes/rigs/history-rig'

const MINUTE = 60_000

describe('the history recorder', () => {
  it('has a change on disk within a second', async () => {
    const { change, clock, disk, open } = historyRig()
    const recorder = open()
    await recorder.ready
    recorder.add(change('disconnected'))
    await clock.advance(1_000)
    expect(disk.rows).toMatchObject([{ key: KEY, from: 'connected', to: 'disconnected', evidence: { source: 'status', word: 'X', http: 200 } }])
  })

  it('writes a storm in batches, each in a turn of its own', async () => {
    const { change, clock, disk, open } = historyRig()
    const recorder = open()
    await recorder.ready
    for (let count = 0; count < 480; count += 1) recorder.add(change('unknown', 'connected', `c1/s${count}`))
    await clock.advance(1_000)
    expect(disk.batches).toEqual([100, 100, 100, 100, 80])
  })

  it('notes once where a number stands when that is news', async () => {
    const { clock, disk, open, view } = historyRig()
    disk.rows.push({ key: KEY, connectionId: 'c1', at: clock.now() - MINUTE, from: null, to: 'unknown', cause: null, failure: null, evidence: null })
    const recorder = open()
    recorder.seen(view('connected'))
    await recorder.ready
    recorder.seen(view('disconnected')) // a change tells of that by itself
    await clock.advance(1_000)
    expect(disk.rows.map(({ from, to }) => [from, to])).toEqual([
      [null, 'unknown'],
      ['unknown', 'connected'],
    ])
  })

  it('notes nothing when the number stands where it stood', async () => {
    const { clock, disk, open, view } = historyRig()
    disk.rows.push({ key: KEY, connectionId: 'c1', at: clock.now() - MINUTE, from: null, to: 'connected', cause: null, failure: null, evidence: null })
    const recorder = open()
    await recorder.ready
    recorder.seen(view('connected'))
    await clock.advance(1_000)
    expect(disk.rows).toHaveLength(1)
  })

  it('accounts for the time it watched: not for sleep, not for a stand-still of its timers', async () => {
    const { clock, disk, open } = historyRig()
    const recorder = open()
    const start = clock.now()
    await recorder.ready
    await clock.advance(10 * MINUTE)
    recorder.watching(false)
    await clock.advance(20 * MINUTE)
    recorder.watching(true)
    await clock.advance(5 * MINUTE)
    clock.sleep(30 * MINUTE)
    await clock.advance(5 * MINUTE)
    recorder.close()
    const inMinutes = disk.spans.map(({ from, to }) => [(from - start) / MINUTE, (to - start) / MINUTE])
    expect(inMinutes).toEqual([
      [0, 10],
      [30, 35],
      [65, 70],
    ])
  })

  it('writes what waits when it closes, and leaves no timer', async () => {
    const { change, clock, disk, open } = historyRig()
    const recorder = open()
    await recorder.ready
    recorder.add(change('disconnected'))
    recorder.close()
    expect(disk.rows).toHaveLength(1)
    expect(disk.state.closed).toBe(true)
    await settle()
    expect(clock.pending).toBe(0)
  })
})
