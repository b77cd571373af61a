// The judge is judged: a telling that is right is found right, and each way to tell wrongly is found.
import { describe, expect, it } from 'vitest'
import type { Cause } from '../../../src/shared/model/session'
import type { Decision, Notice, NoticeCategory, Silence } from '../../../src/main/core/notices/notice'
import type { Happening } from '../../../src/main/core/session/session-state'
import { judge } from './judge'
import type { Fault } from './plan'
import type { Told } from './play'

const MINUTE = 60_000
const failure = (): { code: 'unreachable' } => ({ code: 'unreachable' })

const drop = (key: string, from: number, to: number, more: Partial<Extract<Fault, { what: 'drop' }>> = {}): Fault => ({
  kind: 'phone offline',
  what: 'drop',
  connectionId: 'c0',
  keys: [key],
  says: { state: 'disconnected', cause: 'phone-offline' },
  cause: 'phone-offline',
  all: false,
  from: from * MINUTE,
  to: to * MINUTE,
  ...more,
})
const outage = (from: number, to: number): Fault => ({
  kind: 'out of reach',
  what: 'outage',
  connectionId: 'c0',
  failure,
  from: from * MINUTE,
  to: to * MINUTE,
})
const sleep = (from: number, to: number): Fault => ({ kind: 'sleep', what: 'sleep', from: from * MINUTE, to: to * MINUTE })
const lie = (key: string, from: number, to: number): Fault => ({
  kind: 'down although connected',
  what: 'lie',
  connectionId: 'c0',
  keys: [key],
  says: { state: 'disconnected' },
  from: from * MINUTE,
  to: to * MINUTE,
})

const list = (from: number, to: number, once = false): Fault => ({
  kind: once ? 'short list' : 'list without most',
  what: 'list',
  connectionId: 'c0',
  lost: ['a', 'b'],
  once,
  from: from * MINUTE,
  to: to * MINUTE,
})
const happening = (type: 'dropped' | 'recovered' | 'cannot-check', key: string, cause: Cause): Happening => {
  const of = { key, connectionId: 'c0', at: 0 }
  if (type === 'recovered') return { ...of, type, downMs: 0 }
  return type === 'dropped' ? { ...of, type, cause, since: 0, lastConnectedAt: null, mayBeServer: false } : { ...of, type, failure: failure(), since: 0 }
}
const decision = (how: NoticeCategory | { readonly silent: Silence }, about: readonly Happening[], more: Partial<Notice> = {}): Decision => {
  if (typeof how === 'object') return { ...how, about }
  const keys = about.map(({ key }) => key)
  const severity = how === 'recovery' ? 'good' : 'warning'
  return {
    about,
    notice: {
      id: how,
      category: how,
      sessionKey: keys.length === 1 ? (keys[0] ?? null) : null,
      connectionId: 'c0',
      keys,
      title: '',
      body: '',
      severity,
      sound: false,
      ...more,
    },
  }
}
const tellsDrop = (
  minute: number,
  keys: readonly string[],
  how: NoticeCategory | { readonly silent: Silence } = 'drop',
  cause: Cause = 'phone-offline',
): Told => ({
  at: minute * MINUTE,
  decision: decision(
    how,
    keys.map((key) => happening('dropped', key, cause)),
  ),
})
const tellsBack = (minute: number, ...keys: string[]): Told => ({
  at: minute * MINUTE,
  decision: decision(
    'recovery',
    keys.map((key) => happening('recovered', key, 'unspecified')),
  ),
})
const tellsCannotCheck = (minute: number): Told => ({
  at: minute * MINUTE,
  decision: decision('cannot-check', [happening('cannot-check', 'a', 'unspecified')]),
})
const tellsDoubt = (minute: number): Told => ({ at: minute * MINUTE, decision: decision('list-doubt', []) })
const reminds = (minute: number, ...reminded: string[]): Told => ({ at: minute * MINUTE, reminded })

const WHOLE = drop('a', 20, 30, { keys: ['a', 'b', 'c'], all: true })

describe('what is told rightly', () => {
  const right: readonly (readonly [string, readonly Fault[], readonly Told[]])[] = [
    ['nothing', [], []],
    ['a drop and its end', [drop('a', 20, 40)], [tellsDrop(20.5, ['a']), tellsBack(41.5, 'a')]],
    ['two drops of a number', [drop('a', 20, 40), drop('a', 60, 70)], [tellsDrop(20.5, ['a']), tellsBack(41.5, 'a'), tellsDrop(61, ['a']), tellsBack(72, 'a')]],
    [
      'a drop of all numbers as one',
      [WHOLE],
      [tellsDrop(20.5, ['a', 'b'], 'outage'), tellsDrop(20.6, ['c'], { silent: 'joined-outage' }), tellsBack(32, 'a', 'b', 'c')],
    ],
    ['reminders', [drop('a', 20, 150)], [tellsDrop(20.5, ['a']), reminds(50.5, 'a'), reminds(110.5, 'a'), tellsBack(151.5, 'a')]],
    [
      'reminders that a sleep puts off',
      [drop('a', 20, 150), sleep(50, 60)],
      [tellsDrop(20.5, ['a']), reminds(60.4, 'a'), reminds(120.4, 'a'), tellsBack(151.5, 'a')],
    ],
    ['a drop in a sleep, after it', [sleep(19, 30), drop('a', 20, 40)], [tellsDrop(30.5, ['a']), tellsBack(41.5, 'a')]],
    ['an outage', [outage(20, 30)], [tellsCannotCheck(25.5)]],
    ['a short outage, not at all', [outage(20, 24)], []],
    ['a list without most of the numbers', [list(20, 30)], [tellsDoubt(20.1)]],
    ['a single such list, not at all', [list(20, 21, true)], []],
    ['an outage with a sleep in it, not at all', [outage(20, 30), sleep(22, 23)], []],
  ]
  it.each(right)('%s', (_name, faults, told) => {
    expect(judge({ faults }, told)).toMatchObject({ missed: [], falseAlarms: [], misnamed: [], liesTold: 0 })
  })

  it('is measured from when it could be seen', () => {
    const { latency, latencyBlurred, recovery } = judge({ faults: [drop('a', 20, 40), sleep(59, 70), drop('b', 60, 90)] }, [
      tellsDrop(20.5, ['a']),
      tellsBack(41.5, 'a'),
      tellsDrop(70.25, ['b']),
      tellsBack(92, 'b'),
    ])
    expect(latency).toEqual({ 'phone offline': { count: 1, p50: 30_000, p95: 30_000, max: 30_000 } })
    expect(latencyBlurred).toMatchObject({ count: 1, max: 15_000 })
    expect(recovery).toMatchObject({ count: 2, max: 120_000 })
  })

  it('a lie is counted apart, whatever follows from it', () => {
    const told = [tellsDrop(20.5, ['a']), reminds(25, 'a'), tellsBack(31.5, 'a')]
    expect(judge({ faults: [lie('a', 20, 30)] }, told)).toMatchObject({ missed: [], falseAlarms: [], liesTold: 1, reminders: 1 })
  })
})

describe('what is told wrongly is found', () => {
  const missed: readonly (readonly [string, readonly Fault[], readonly Told[], string])[] = [
    ['a drop', [drop('a', 20, 40)], [], 'a phone offline at 1200 s'],
    ['a drop hidden by a silence', [drop('a', 20, 40)], [tellsDrop(20.5, ['a'], { silent: 'recovered-meanwhile' })], 'a phone offline at 1200 s'],
    ['one number of many', [WHOLE], [tellsDrop(20.5, ['a', 'b'], 'outage'), tellsBack(32, 'a', 'b')], 'c phone offline at 1200 s'],
    ['the second drop of a number', [drop('a', 20, 40), drop('a', 60, 70)], [tellsDrop(20.5, ['a']), tellsBack(41.5, 'a')], 'a phone offline at 3600 s'],
    ['the end of a drop', [drop('a', 20, 40)], [tellsDrop(20.5, ['a'])], 'a phone offline at 1200 s: its end at 2400 s'],
    ['a reminder', [drop('a', 20, 70)], [tellsDrop(20.5, ['a']), tellsBack(71.5, 'a')], 'a phone offline at 1200 s: a reminder'],
    ['an outage', [outage(20, 30)], [], 'c0 out of reach at 1200 s'],
    ['a list without most of the numbers', [list(20, 30)], [], 'c0 list without most at 1200 s'],
  ]
  it.each(missed)('missed: %s', (_name, faults, told, what) => {
    expect(judge({ faults }, told)).toMatchObject({ missed: [what], falseAlarms: [] })
  })

  const wrong: readonly (readonly [string, readonly Fault[], readonly Told[], string])[] = [
    ['a drop that was none', [], [tellsDrop(20, ['a'])], 'drop of a at 1200 s'],
    ['a drop that was none, though a silence hid it', [], [tellsDrop(20, ['a'], { silent: 'recovered-meanwhile' })], 'drop of a at 1200 s'],
    ['a drop of another number', [lie('b', 20, 30)], [tellsDrop(20, ['a'])], 'drop of a at 1200 s'],
    [
      'a drop twice',
      [drop('a', 20, 40)],
      [tellsDrop(20.5, ['a']), tellsDrop(21, ['a']), tellsBack(41.5, 'a')],
      'a phone offline at 1200 s: told again at 1260 s',
    ],
    ['an end before it came', [drop('a', 20, 40)], [tellsDrop(20.5, ['a']), tellsBack(39, 'a')], 'recovery of a at 2340 s'],
    ['an end before its minute of stability', [drop('a', 20, 40)], [tellsDrop(20.5, ['a']), tellsBack(40.9, 'a')], 'recovery of a at 2454 s'],
    ['an end twice', [drop('a', 20, 40)], [tellsDrop(20.5, ['a']), tellsBack(41.5, 'a'), tellsBack(43, 'a')], 'recovery of a at 2580 s'],
    ['an end of nothing', [], [tellsBack(41.5, 'a')], 'recovery of a at 2490 s'],
    ['a reminder of a number that is well', [], [reminds(30, 'a')], 'reminder of a at 1800 s'],
    [
      'a reminder too early',
      [drop('a', 20, 40)],
      [tellsDrop(20.5, ['a']), reminds(25, 'a'), tellsBack(41.5, 'a')],
      'a phone offline at 1200 s: reminder too many at 1500 s',
    ],
    ['an outage that was none', [], [tellsCannotCheck(30)], '"cannot check" of c0 at 1800 s'],
    ['an outage too early', [outage(20, 24)], [tellsCannotCheck(23)], '"cannot check" of c0 at 1380 s'],
    ['an outage that is over', [outage(20, 26)], [tellsCannotCheck(27)], '"cannot check" of c0 at 1620 s'],
    ['an outage that has just been over', [outage(20, 26)], [tellsCannotCheck(26.2)], '"cannot check" of c0 at 1572 s'],
    [
      'a drop as part of an outage that nobody was told of',
      [drop('a', 20, 40)],
      [tellsDrop(20.5, ['a'], { silent: 'joined-outage' }), tellsBack(41.5, 'a')],
      'drop that joins no outage at 1230 s',
    ],
    [
      'one drop as an outage',
      [drop('a', 20, 40)],
      [tellsDrop(20.5, ['a'], 'outage'), tellsBack(41.5, 'a')],
      'outage notice outage of something else at 1230 s',
    ],
    ['a drop of nothing', [], [tellsDrop(20, [])], 'drop notice drop of something else at 1200 s'],
    ...(
      [
        ['other numbers', { keys: ['b'] }],
        ['more numbers', { keys: ['a', 'b'] }],
        ['a click on another', { sessionKey: 'b' }],
        ['another backend', { connectionId: 'c1' }],
        ['good news', { severity: 'good' }],
      ] as const
    ).map(([what, more]): (typeof wrong)[number] => [
      `a drop told of ${what}`,
      [drop('a', 20, 40)],
      [{ at: 20.5 * MINUTE, decision: decision('drop', [happening('dropped', 'a', 'phone-offline')], more) }, tellsBack(41.5, 'a')],
      'drop notice drop of something else at 1230 s',
    ]),
    ['an outage twice', [outage(20, 30)], [tellsCannotCheck(25.5), tellsCannotCheck(29)], '"cannot check" of c0 at 1740 s'],
    ['a doubt about a single list', [list(20, 21, true)], [tellsDoubt(20.1)], 'doubt about the list of c0 at 1206 s'],
    ['a doubt about a list twice', [list(20, 30)], [tellsDoubt(20.1), tellsDoubt(25)], 'doubt about the list of c0 at 1500 s'],
    ['a removal by a list', [list(20, 30)], [tellsDoubt(20.1), tellsDrop(20.5, ['a'], 'drop', 'removed')], 'drop of a at 1230 s'],
    ['a number as unstable', [], [{ at: MINUTE, decision: decision('unstable', []) }], '"unstable" of unstable at 60 s'],
  ]
  it.each(wrong)('a false alarm: %s', (_name, faults, told, what) => {
    expect(judge({ faults }, told).falseAlarms).toEqual([what])
  })

  const misnamed: readonly (readonly [string, readonly Fault[], readonly Told[], string])[] = [
    ['another cause', [drop('a', 20, 40)], [tellsDrop(20.5, ['a'], 'drop', 'banned'), tellsBack(41.5, 'a')], 'a phone offline at 1200 s: told as banned'],
    [
      'many numbers one by one',
      [WHOLE],
      [tellsDrop(20.5, ['a']), tellsDrop(20.6, ['b', 'c'], 'outage'), tellsBack(32, 'a', 'b', 'c')],
      'phone offline at 1200 s: told as drop,outage',
    ],
  ]
  it.each(misnamed)('by another name: %s', (_name, faults, told, what) => {
    expect(judge({ faults }, told)).toMatchObject({ missed: [], falseAlarms: [], misnamed: [what] })
  })
})
