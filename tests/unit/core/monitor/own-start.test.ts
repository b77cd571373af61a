// A start of the app's own brings to light why a number is down: the notice of the drop says so in its place, and nothing pops up or sounds again.
import { expect, it } from 'vitest'
import { autopsyOf } from '../../../../src/shared/model/autopsy'
import { MINUTE, monitored } from './rig'

it('ends at a code: the notice of the drop is replaced, no other one follows, and the app takes the code upon itself', async () => {
  const { gateway, clock, notices, onShow, watcher } = await monitored(['a'], { heals: true })
  gateway.say({ state: 'disconnected' })
  for (let second = 0; second < 120 && gateway.count('start') === 0; second += 1) await clock.advance(1_000)
  expect(gateway.count('start')).toBe(1)
  for (let minute = 0; minute < 20; minute += 1) {
    gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: `2@code${minute}` } })
    await clock.advance(MINUTE)
  }
  const told = notices.filter(({ category }) => category !== 'reminder')
  expect(told.map(({ category }) => category)).toEqual(['drop', 'drop'])
  expect(new Set(told.map(({ id }) => id)).size).toBe(1)
  expect(told.map(({ update, sound }) => ({ update, sound }))).toEqual([
    { update: undefined, sound: true },
    { update: true, sound: false },
  ])
  expect(onShow.size).toBe(1)
  expect(told[1]?.title).toContain('unlinked')
  const { cause, basis, mayBeServer } = watcher.view('a') ?? {}
  expect(autopsyOf({ cause: cause ?? 'unspecified', basis: basis ?? null, mayBeServer: mayBeServer ?? false })).toMatchObject({ evidence: 'own-start' })
  expect(gateway.count('start')).toBe(1)
})
