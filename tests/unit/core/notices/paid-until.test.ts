import { beforeEach, describe, expect, it } from 'vitest'
import { createPaidWatch, paidNotice } from '../../../../src/main/core/notices/paid-until'
import { createTimeOfDay } from '../../../../src/main/core/notices/time-of-day'
import { translator } from '../../../../src/shared/words/i18n'
import { FakeClock } from '../../../fakes/fake-clock'
import { MachineRig, wasConnected } from '../../../fakes/rigs/machine-rig'
import { sessionView } from '../../../fakes/views'

const DAY = 24 * 3_600_000
let clock: FakeClock
let until: number
/** Steps told, as days before the end. */
let told: number[]
/** What outlives a restart. */
let kept: Map<string, string>
let silentUntil: number | null

const watch = () =>
  createPaidWatch({
    clock,
    silence: () => (silentUntil !== null && clock.now() < silentUntil ? { why: 'muted', until: silentUntil } : null),
    told: (key) => kept.get(key),
    note: (key, word) => void kept.set(key, word),
    tell: (_view, { days }) => void told.push(days),
  })
const view = (paidUntil: number | null) => sessionView('42', { paidUntil })

beforeEach(() => {
  clock = new FakeClock()
  until = clock.now() + 30 * DAY
  told = []
  kept = new Map()
  silentUntil = null
})

describe('the end of a payment', () => {
  it('is told 7, 3 and 1 days before, and once when it has come', async () => {
    const paid = watch()
    paid.seen(view(until))
    const when: Record<number, number[]> = {}
    for (let day = 1; day <= 40; day += 1) {
      await clock.advance(DAY)
      paid.seen(view(until))
      when[day] = [...told]
    }
    expect([when[22], when[23], when[27], when[29], when[30], when[40]]).toEqual([[], [7], [7, 3], [7, 3, 1], [7, 3, 1, 0], [7, 3, 1, 0]])
  })

  it('is told once, over restarts too, and only the step of now', async () => {
    await clock.advance(28 * DAY)
    watch().seen(view(until))
    watch().seen(view(until))
    expect(told).toEqual([3])
  })

  it('that moved begins anew', async () => {
    await clock.advance(29.5 * DAY)
    const paid = watch()
    paid.seen(view(until))
    paid.seen(view(until + 30 * DAY))
    expect(told).toEqual([1])
    await clock.advance(24 * DAY)
    expect(told).toEqual([1, 7])
  })

  it('waits for the end of a silence', async () => {
    await clock.advance(28 * DAY)
    silentUntil = clock.now() + DAY / 2
    watch().seen(view(until))
    expect(told).toEqual([])
    await clock.advance(DAY / 2 + 1)
    expect(told).toEqual([3])
  })

  it('of a number that left the app, or of which no service tells, is not told', async () => {
    const paid = watch()
    paid.seen(view(null))
    paid.seen(view(until))
    paid.removed('42')
    await clock.advance(40 * DAY)
    expect(told).toEqual([])
    paid.dispose()
  })

  it('stays known while answers do not tell it', () => {
    const rig = new MachineRig(wasConnected()).at(0, { state: 'connected', paidUntil: until }).at(10, { state: 'connected' })
    expect(rig.view.paidUntil).toBe(until)
    expect(rig.at(20, { state: 'unknown', failure: { code: 'not-paid' } }).view.paidUntil).toBe(until)
  })
})

it.each([
  ['ru', 7, '42: оплачен ещё на 7 дней'],
  ['ru', 3, '42: оплачен ещё на 3 дня'],
  ['ru', 1, '42: оплачен ещё на 1 день'],
  ['ru', 0, '42: оплата закончилась'],
  ['en', 1, '42: paid for 1 more day'],
  ['en', 7, '42: paid for 7 more days'],
] as const)('is said in %s, %i days before', (language, days, title) => {
  const notice = paidNotice(
    { language, t: translator(language), time: createTimeOfDay(language, clock) },
    sessionView('42', { name: '42' }),
    { until, days },
    true,
  )
  expect(notice).toMatchObject({ title, sessionKey: '42', severity: 'warning' })
  expect(notice.body).not.toContain('{{')
})
