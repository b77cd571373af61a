import { describe, expect, it } from 'vitest'
import { pollRig, steady } from '../../../../fakes/rigs/poll-rig'

describe('a wall clock set back by three hours', () => {
  const BACK = -3 * 3_600_000

  it('is not waited for: after the wake everything is asked and goes on at its pace', async () => {
    const { clock, times, scheduler, add } = pollRig()
    add('c/1')
    await clock.advance(100_000)
    clock.setWall(BACK)
    scheduler.suspend()
    scheduler.resume()
    const before = times('c/1').length
    await clock.advance(100_000)
    expect(times('c/1').length - before).toBeGreaterThanOrEqual(9)
  })

  it('opens a connection whose Retry-After was counted by the old clock', async () => {
    const { clock, times, scheduler, plan, add } = pollRig()
    plan.pace = () => ({ everyMs: 10_000, urgent: false, troubled: true, retryAt: clock.now() + 60_000 })
    add('c/1')
    await clock.advance(1_000)
    plan.pace = () => steady
    clock.setWall(BACK)
    scheduler.suspend()
    scheduler.resume()
    await clock.advance(5_000)
    expect(times('c/1')).toHaveLength(2)
  })

  it('hastens from now, not from a request in the future', async () => {
    const { clock, times, scheduler, plan, add } = pollRig()
    plan.pace = () => ({ ...steady, everyMs: 600_000 })
    add('c/1')
    await clock.advance(1_000)
    clock.setWall(BACK)
    scheduler.suspend()
    scheduler.resume()
    scheduler.bringForward('c/1', 0)
    await clock.advance(100)
    expect(times('c/1')).toHaveLength(2)
  })

  it('plans an answer on its way across the change by the new clock', async () => {
    const { clock, times, plan, add } = pollRig()
    plan.takes = 1_000
    add('c/1')
    await clock.advance(500)
    clock.setWall(BACK)
    await clock.advance(60_000)
    expect(times('c/1').length).toBeGreaterThanOrEqual(5)
  })
})
