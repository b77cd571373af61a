import { describe, expect, it } from 'vitest'
import type { HistoryFile } from '../../../../src/main/core/ports'
import { historyRig, KEY, memoryFile } from '../../../fakes/rigs/history-rig'

const MINUTE = 60_000

describe('the history recorder and its file', () => {
  it('keeps what happens before the file is open', async () => {
    const { change, clock, disk, open } = historyRig()
    let opened: (file: HistoryFile) => void = () => undefined
    const recorder = open(new Promise((resolve) => (opened = resolve)))
    recorder.add(change('unknown'))
    opened(disk.file)
    await recorder.ready
    await clock.advance(0)
    expect(disk.rows).toHaveLength(1)
  })

  it('keeps changes while the disk refuses, says so, and writes them when it takes them again', async () => {
    const { change, clock, disk, open, saving } = historyRig()
    const recorder = open()
    await recorder.ready
    disk.state.refuses = 'database or disk is full'
    recorder.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(saving).toEqual([false])
    expect(await recorder.view(KEY, 'day')).toBeNull()
    disk.state.refuses = ''
    await clock.advance(MINUTE)
    expect(saving).toEqual([false, true])
    expect(disk.rows).toHaveLength(1)
  })

  it('goes on without a file that cannot be opened, and says so', async () => {
    const { change, clock, open, saving } = historyRig()
    const recorder = open(Promise.reject(new Error('read-only')))
    await recorder.ready
    recorder.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(saving).toEqual([false])
    expect(await recorder.view(KEY, 'day')).toBeNull()
    recorder.close()
    expect(clock.pending).toBe(0)
  })

  it('forgets after 90 days a part at a time', async () => {
    const { clock, disk, open } = historyRig()
    disk.state.toPrune = 3
    const prunes: number[] = []
    const { prune } = disk.file
    disk.file.prune = (before, after) => (prunes.push(after?.id ?? 0), prune(before, after))
    await open().ready
    expect(prunes).toEqual([0])
    await clock.advance(1_000)
    expect(prunes).toEqual([0, 1, 2])
  })

  it('opens the file later when the disk refuses it now, and loses nothing of the time between', async () => {
    const { change, clock, disk, openWith, saving } = historyRig()
    const tries: boolean[] = []
    const recorder = openWith(
      (suspect) => (tries.push(suspect), tries.length < 3 ? Promise.reject(new Error('database or disk is full')) : Promise.resolve(disk.file)),
    )
    await recorder.ready
    recorder.add(change('disconnected'))
    await clock.advance(10 * MINUTE)
    expect(tries).toEqual([false, false, false])
    expect(saving).toEqual([false, true])
    expect(disk.rows).toHaveLength(1)
  })

  it('begins anew with a file that turns out to be damaged, and writes there what waits', async () => {
    const { change, clock, disk, openWith, saving } = historyRig()
    const fresh = memoryFile()
    const tries: boolean[] = []
    const recorder = openWith((suspect) => (tries.push(suspect), Promise.resolve(suspect ? fresh.file : disk.file)))
    await recorder.ready
    disk.state.refuses = 'database disk image is malformed'
    recorder.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(tries).toEqual([false, true])
    expect(disk.state.closed).toBe(true)
    expect(fresh.rows).toHaveLength(1)
    expect(fresh.spans).toHaveLength(1)
    expect(saving).toEqual([false, true])
    // A second damage in one run is told, not chased.
    fresh.state.refuses = 'database disk image is malformed'
    await clock.advance(10 * MINUTE)
    expect(tries).toEqual([false, true])
  })

  it('does not take a change back that came before the file was open', async () => {
    const { change, clock, disk, open, view } = historyRig()
    let opened: (file: HistoryFile) => void = () => undefined
    const recorder = open(new Promise((resolve) => (opened = resolve)))
    recorder.seen(view('connected'))
    recorder.add(change('disconnected'))
    opened(disk.file)
    await recorder.ready
    await clock.advance(1_000)
    expect(disk.rows.map(({ to }) => to)).toEqual(['disconnected'])
  })

  it('forgets after 90 days, looking once a day', async () => {
    const { clock, disk, open } = historyRig()
    const recorder = open()
    await recorder.ready
    expect(disk.state.prunedBefore).toBe(clock.now() - 90 * 86_400_000)
    await clock.advance(86_400_000)
    expect(disk.state.prunedBefore).toBe(clock.now() - 90 * 86_400_000)
    recorder.close()
  })
})
