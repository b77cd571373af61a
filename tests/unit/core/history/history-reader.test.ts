import { describe, expect, it } from 'vitest'
import { settle } from '../../../fakes/fake-clock'
import { historyRig, KEY } from '../../../fakes/rigs/history-rig'

const MINUTE = 60_000

describe('the history as it is read', () => {
  it('answers with what a number was just found to be', async () => {
    const { open, view } = historyRig()
    const recorder = open()
    await recorder.ready
    recorder.seen(view('connected'))
    const asked = recorder.view(KEY, 'day')
    await settle()
    expect((await asked)?.entries.map(({ to }) => to)).toEqual(['connected'])
  })

  it('shows a period with its availability, newest change first, what waits included', async () => {
    const { change, clock, open } = historyRig()
    const recorder = open()
    await recorder.ready
    recorder.add(change('connected', 'linking'))
    await clock.advance(30 * MINUTE)
    recorder.add(change('disconnected'))
    await clock.advance(10 * MINUTE)
    recorder.add(change('connected', 'disconnected'))
    const shown = await recorder.view(KEY, 'day')
    expect(shown?.entries.map(({ to }) => to)).toEqual(['connected', 'disconnected', 'connected'])
    expect(shown?.availability).toMatchObject({ drops: 1, sums: { up: 30 * MINUTE, down: 10 * MINUTE }, longestDown: 10 * MINUTE })
    expect(await recorder.view('c1/other', 'day')).toMatchObject({ entries: [], availability: { share: null } })
  })

  it('is read page by page, and others get their turn in between', async () => {
    const { clock, disk, open } = historyRig()
    const recorder = open()
    await recorder.ready
    for (let count = 0; count < 35; count += 1)
      disk.rows.push({
        key: KEY,
        connectionId: 'c1',
        at: clock.now() - MINUTE + count,
        from: null,
        to: count % 2 === 0 ? 'connected' : 'unknown',
        cause: null,
        failure: null,
        evidence: null,
      })
    const asked = recorder.view(KEY, 'day')
    await settle()
    expect(disk.pages).toEqual([10])
    await clock.advance(0)
    expect((await asked)?.entries).toHaveLength(35)
    expect(disk.pages).toEqual([10, 10, 10, 5])
    const newest = recorder.newest(12)
    await clock.advance(0)
    expect((await newest)?.map(({ at }) => at)).toEqual(disk.rows.slice(-12).map(({ at }) => at))
  })
})
