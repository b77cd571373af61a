import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../../src/main/core/history/availability'
import type { Cause, Phase } from '../../../../src/shared/model/session'

/** Minutes on the test's scale. */
const change = (at: number, to: Phase, cause: Cause | null = null) => ({ at, to, cause })
const always = [{ from: -1_000, to: 1_000 }]
const of = (changes: ReturnType<typeof change>[], watched = always) => availabilityOf({ changes, watched, from: 0, to: 100 })
const shown = (result: ReturnType<typeof of>) => result.stretches.map(({ standing, from, to }) => `${standing} ${from}-${to}`)

describe('availability', () => {
  it('is unknown for a number that was never connected', () => {
    const result = of([change(10, 'starting'), change(20, 'failed')])
    expect(shown(result)).toEqual(['off 0-100'])
    expect(result).toMatchObject({ share: null, drops: 0, longestDown: 0 })
  })

  it('is the part of the known time in which the number was connected', () => {
    const result = of([change(0, 'connected'), change(60, 'disconnected', 'unspecified'), change(80, 'connected')])
    expect(shown(result)).toEqual(['up 0-60', 'down 60-80', 'up 80-100'])
    expect(result).toMatchObject({ share: 0.8, drops: 1, longestDown: 20 })
  })

  it('begins with where the number stood before', () => {
    expect(shown(of([change(-50, 'connected')]))).toEqual(['up 0-100'])
    // Not checkable since before the start, and down below it: found down again, it is the drop of before.
    const result = of([change(-50, 'disconnected', 'logged-out'), change(-10, 'unknown'), change(30, 'disconnected', 'logged-out')])
    expect(shown(result)).toEqual(['unknown 0-30', 'down 30-100'])
    expect(result.drops).toBe(0)
  })

  it('counts linking a dropped number again as time down, and linking a new one as neither', () => {
    expect(shown(of([change(0, 'starting'), change(10, 'awaiting-scan'), change(20, 'connected')]))).toEqual(['off 0-20', 'up 20-100'])
    const again = of([
      change(0, 'connected'),
      change(10, 'disconnected', 'logged-out'),
      change(20, 'starting'),
      change(30, 'awaiting-scan'),
      change(40, 'connected'),
    ])
    expect(shown(again)).toEqual(['up 0-10', 'down 10-40', 'up 40-100'])
    expect(again.drops).toBe(1)
  })

  it('blames nobody for what the operator disconnected', () => {
    const result = of([change(0, 'connected'), change(10, 'disconnected', 'by-operator'), change(50, 'starting')])
    expect(shown(result)).toEqual(['up 0-10', 'off 10-100'])
    expect(result).toMatchObject({ share: 1, drops: 0 })
  })

  it('takes what could not be checked as neither up nor down, and one drop on both sides of it as one', () => {
    const result = of([
      change(0, 'connected'),
      change(10, 'disconnected', 'unspecified'),
      change(20, 'unknown'),
      change(30, 'disconnected', 'unspecified'),
      change(40, 'connected'),
    ])
    expect(shown(result)).toEqual(['up 0-10', 'down 10-20', 'unknown 20-30', 'down 30-40', 'up 40-100'])
    expect(result.drops).toBe(1)
    expect(result.share).toBeCloseTo(7 / 9)
  })

  it('leaves out the time in which the app did not watch', () => {
    const result = of(
      [change(0, 'connected'), change(40, 'disconnected', 'unspecified')],
      [
        { from: 5, to: 20 },
        { from: 30, to: 60 },
      ],
    )
    expect(shown(result)).toEqual(['unwatched 0-5', 'up 5-20', 'unwatched 20-30', 'up 30-40', 'down 40-60', 'unwatched 60-100'])
    expect(result.sums).toEqual({ up: 25, down: 20, unknown: 0, off: 0, unwatched: 55 })
    expect(result.longestDown).toBe(20)
  })

  it('says nothing of a time of which less than a fifth was watched', () => {
    const changes = [change(0, 'connected')]
    expect(of(changes, [{ from: 0, to: 19 }])).toMatchObject({ share: null, watched: 0.19 })
    expect(of(changes, [{ from: 0, to: 20 }])).toMatchObject({ share: 1, watched: 0.2 })
  })

  it('takes one outage for one, whatever could not be checked or watched within it', () => {
    const changes = [change(0, 'connected'), change(10, 'disconnected'), change(12, 'unknown'), change(20, 'disconnected'), change(27, 'connected')]
    expect(of(changes).longestDown).toBe(17)
    expect(
      of(changes, [
        { from: 0, to: 15 },
        { from: 18, to: 100 },
      ]).longestDown,
    ).toBe(17)
    // It goes on, as far as anybody has seen.
    expect(of([change(0, 'connected'), change(10, 'disconnected')], [{ from: 0, to: 60 }]).longestDown).toBe(50)
  })

  it('bears changes out of order in time, as after the clock was set back', () => {
    const result = of([change(50, 'connected'), change(50, 'disconnected', 'unspecified'), change(50, 'connected')])
    expect(shown(result)).toEqual(['off 0-50', 'up 50-100'])
  })
})
