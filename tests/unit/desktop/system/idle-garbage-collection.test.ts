import { expect, it } from 'vitest'
import { createIdleGarbageCollection } from '../../../../src/main/desktop/system/idle-garbage-collection'
import { FakeClock, settle } from '../../../fakes/fake-clock'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'

const EVERY = 600_000

function rig(collect?: () => Promise<void>) {
  const clock = new FakeClock()
  const log = new SilentLog()
  let collected = 0
  const memory = createIdleGarbageCollection({
    clock,
    log,
    everyMs: EVERY,
    collect: async () => {
      collected += 1
      await collect?.()
    },
  })
  return { clock, log, memory, collected: () => collected }
}

it('collects a moment after the window was closed, and every ten minutes', async () => {
  const { clock, memory, collected } = rig()
  await clock.advance(EVERY)
  expect(collected(), 'the window is open').toBe(0)
  memory.idle(true)
  memory.idle(true)
  await clock.advance(4_000)
  expect(collected()).toBe(0)
  await clock.advance(2_000)
  expect(collected()).toBe(1)
  await clock.advance(3 * EVERY)
  expect(collected()).toBe(4)
})

it('leaves somebody who looks alone, and begins anew afterwards', async () => {
  const { clock, memory, collected } = rig()
  memory.idle(true)
  await clock.advance(3_000)
  memory.idle(false)
  await clock.advance(EVERY)
  expect(collected()).toBe(0)
  memory.idle(true)
  await clock.advance(6_000)
  expect(collected()).toBe(1)
  memory.dispose()
  await clock.advance(EVERY)
  expect(collected()).toBe(1)
})

it('does not try again where it cannot', async () => {
  const { clock, memory, collected } = rig(() => Promise.reject(new Error('no inspector here')))
  memory.idle(true)
  await clock.advance(6_000)
  await settle()
  await clock.advance(3 * EVERY)
  memory.idle(false)
  memory.idle(true)
  await clock.advance(EVERY)
  expect(collected()).toBe(1)
})

it('really collects: what nobody holds is gone', async () => {
  const clock = new FakeClock()
  const memory = createIdleGarbageCollection({ clock, log: new SilentLog(), everyMs: EVERY })
  const gone = new Heard<string>()
  const registry = new FinalizationRegistry<string>(gone.hear)
  registry.register({ big: new Array(1_000).fill(0) }, 'the garbage')
  memory.idle(true)
  await clock.advance(6_000)
  expect(await gone.next()).toBe('the garbage')
  memory.dispose()
})
