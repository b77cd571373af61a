// Settings files with any of their records damaged: no record takes another with it, and what was unreadable goes back to disk as it was.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CODED_KINDS } from '../../../src/shared/model/connection-kinds'
import { CAUSES, PHASES } from '../../../src/shared/model/session'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/model/settings'
import { readSettings, unreadView, writableSettings, type ReadSettings } from '../../../src/shared/model/settings-reading'
import { SEVERITIES } from '../../../src/shared/model/severity'
import { must, PATIENCE, RUNS, TRIED } from './runs'

type Json = Record<string, unknown>
const at = fc.integer({ min: 0, max: 2e12 })
const word = fc.string({ maxLength: 8 })

const connection = fc.record({
  id: fc.constant(''),
  kind: fc.constantFrom(...CODED_KINDS),
  name: word,
  address: fc.constantFrom('https://a.example', ''),
  facts: fc.constantFrom<Json>({}, { login: 'op' }),
  signedIn: fc.boolean(),
  createdAt: at,
  forgotten: fc.array(word, { maxLength: 2 }),
})
const last = fc.record({ phase: fc.constantFrom(...PHASES), cause: fc.option(fc.constantFrom(...CAUSES)), since: at, lastConfirmedAt: fc.option(at) })
const number = fc.record({
  key: fc.constant(''),
  connectionId: fc.constant(''),
  sessionId: fc.constantFrom('s1', '0042', '7'),
  name: word,
  phone: fc.option(fc.constantFrom('79000000042', '5511940000000')),
  apiKeyMask: fc.constantFrom(null, 'key_…42'),
  facts: fc.constantFrom<Json>({}, { integration_id: '7' }),
  addedAt: at,
  stoppedByOperator: fc.boolean(),
  last: fc.option(last),
})
const alarm = fc.record({
  key: fc.constantFrom('n0', 'n1'),
  connectionId: fc.constant('c0'),
  cause: fc.constantFrom(...CAUSES),
  severity: fc.constantFrom(...SEVERITIES),
  since: at,
  openedAt: at,
  acknowledgedAt: fc.option(at),
  told: fc.boolean(),
  remindedAt: fc.option(at),
  reminders: fc.nat(9),
})
const told = fc.record({
  key: fc.constantFrom('n0', 'n1'),
  connectionId: fc.constant('c0'),
  sessionId: fc.constant('s1'),
  name: word,
  phone: fc.constant(null),
  connection: word,
  cause: fc.constantFrom(...CAUSES),
  severity: fc.constantFrom(...SEVERITIES),
  since: at,
  until: fc.option(at),
})
const message = fc.record({
  id: fc.uuid(),
  channel: fc.constantFrom('webhook', 'telegram', 'email'),
  type: fc.constantFrom('down', 'recovered'),
  numbers: fc.array(told, { minLength: 1, maxLength: 2 }),
  at,
  tries: fc.nat(6),
  nextAt: at,
  unclear: fc.boolean(),
})
const settings = fc
  .record({
    connections: fc.array(connection, { minLength: 1, maxLength: 4 }),
    numbers: fc.array(fc.tuple(number, fc.nat()), { maxLength: 6 }),
    alarms: fc.array(alarm, { maxLength: 3 }),
    outbox: fc.array(message, { maxLength: 3 }),
    language: fc.constantFrom('ru', 'en', 'system'),
    sound: fc.boolean(),
    window: fc.constantFrom(null, { width: 500, height: 600, x: 10, y: null, maximized: false }),
    escalation: fc.constantFrom(DEFAULT_SETTINGS.escalation, {
      on: true,
      afterMinutes: 5,
      webhook: { origin: 'https://h.example', signed: true, service: 'plain' as const },
      telegram: { chat: '-1' },
      email: { host: 'smtp.example', port: 465, security: 'tls' as const, user: 'u', from: 'a@example.org', to: ['b@example.org'] },
    }),
    mutedNumbers: fc.constantFrom<Json>({}, { n0: 5, n1: 7 }),
  })
  .map(
    ({ connections, numbers, outbox, ...others }): Json => ({
      ...DEFAULT_SETTINGS,
      ...others,
      escalationState: { records: [], outbox },
      connections: connections.map((each, index) => ({ ...each, id: `c${index}` })),
      numbers: numbers.map(([each, of], index) => ({ ...each, key: `n${index}`, connectionId: `c${of % connections.length}` })),
    }),
  )

/** What may have happened to one value. */
const HARMS = ['missing', 'null', 'number', 'far date', 'text', 'other case', 'nested', 'list', 'huge', 'proto', 'extra'] as const
type Harm = (typeof HARMS)[number]
const HUGE = 'x'.repeat(10_000)

function harmed(value: unknown, harm: Harm): unknown {
  switch (harm) {
    case 'missing':
      return undefined
    case 'null':
      return null
    case 'number':
      return -1.5
    case 'far date':
      return 9e15
    case 'text':
      return 'not known to this build'
    case 'other case':
      return typeof value === 'string' ? value.toUpperCase() : { VALUE: value }
    case 'nested':
      return { value: { value: [value] } }
    case 'list':
      return [value, value]
    case 'huge':
      return HUGE
    case 'proto':
      return JSON.parse('{"__proto__":{"width":1,"id":"c0"}}')
    case 'extra':
      return typeof value === 'object' && value !== null ? { ...value, later: { a: [1] } } : value
  }
}
/** A record with one field harmed, or harmed as a whole. */
function harmRecord(record: unknown, harm: Harm, pick: number): unknown {
  const names = typeof record === 'object' && record !== null ? Object.keys(record) : []
  const name = names[pick % (names.length + 1)]
  if (name === undefined) return harm === 'missing' ? null : harmed(record, harm)
  const entries = Object.entries(record as Json).map(([each, value]) => [each, each === name ? harmed(value, harm) : value])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** As it would come back from disk. */
const disk = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const read = (content: unknown): ReadSettings => {
  const found = readSettings(disk(content))
  if (!found) throw new Error('an object was not read')
  return found
}
const saved = ({ settings: each, unread }: ReadSettings): Json => disk(writableSettings(each, unread)) as Json
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)])
}
const contains = (list: unknown, item: unknown): boolean => Array.isArray(list) && list.some((each) => same(each, item))

const LISTS = ['connections', 'numbers', 'alarms', 'outbox'] as const
const listOf = (content: Json, name: (typeof LISTS)[number]): unknown[] =>
  (name === 'outbox' ? (content['escalationState'] as Json)['outbox'] : content[name]) as unknown[]
const idsOf = ({ settings: { connections, numbers } }: ReadSettings) => ({
  connections: connections.map(({ id }) => id),
  numbers: numbers.map(({ key }) => key),
})

it(`loses no record by the damage of another in any ${RUNS} files`, PATIENCE, () => {
  fc.assert(
    fc.property(settings, fc.constantFrom(...LISTS), fc.nat(), fc.constantFrom(...HARMS, 'twice' as const), fc.nat(), (content, name, which, harm, pick) => {
      const whole = read(content)
      must(unreadView(whole.unread) === null && same(saved(whole), content), () => 'a sound file does not come back as it was')
      const list = listOf(content, name)
      const index = list.length === 0 ? -1 : which % list.length
      if (index < 0) return
      const victim = list[index]
      const damaged = harm === 'twice' ? victim : harmRecord(victim, harm, pick)
      const rows = harm === 'twice' ? [...list, damaged] : list.map((each, place) => (place === index ? damaged : each))
      const file: Json = name === 'outbox' ? { ...content, escalationState: { records: [], outbox: rows } } : { ...content, [name]: rows }
      const found = read(file)
      const ids = idsOf(found)
      const written = saved(found)

      // Every other record lives. The numbers of a damaged connection are kept with it.
      const owner = name === 'connections' ? (victim as { readonly id: string }).id : null
      const lives = owner !== null && ids.connections.includes(owner)
      for (const each of whole.settings.connections)
        must(
          (name === 'connections' && each === whole.settings.connections[index]) || contains(found.settings.connections, each),
          () => `connection ${each.id} is lost`,
        )
      for (const each of whole.settings.numbers) {
        if (name === 'numbers' && each === whole.settings.numbers[index]) continue
        if (each.connectionId === owner && !lives) must(contains(found.unread.numbers, each), () => `number ${each.key} is not kept with its connection`)
        else must(contains(found.settings.numbers, each), () => `number ${each.key} is lost`)
      }
      const others = (all: readonly unknown[], ofName: string): readonly unknown[] => (name === ofName ? all.filter((_, place) => place !== index) : all)
      for (const each of others(whole.settings.alarms, 'alarms')) must(contains(found.settings.alarms, each), () => 'an alarm is lost')
      for (const each of others(whole.settings.escalationState.outbox, 'outbox'))
        must(contains(found.settings.escalationState.outbox, each), () => 'a message is lost')
      must(
        same(
          { ...found.settings, connections: 0, numbers: 0, alarms: 0, escalationState: 0 },
          { ...whole.settings, connections: 0, numbers: 0, alarms: 0, escalationState: 0 },
        ),
        () => 'a preference is lost',
      )

      // No id twice; what is neither shown nor counted is on disk as it was.
      must(new Set(ids.connections).size === ids.connections.length && new Set(ids.numbers).size === ids.numbers.length, () => 'an id twice')
      for (const kind of ['connections', 'numbers'] as const) {
        must(found.settings[kind].length + found.unread[kind].length === (file[kind] as unknown[]).length, () => `${kind} are not all accounted for`)
        for (const each of found.unread[kind]) must(contains(written[kind], each), () => `unreadable ${kind} are not written back`)
      }
      must(
        found.settings.alarms.length + found.settings.escalationState.outbox.length + found.unread.skipped ===
          listOf(file, 'alarms').length + listOf(file, 'outbox').length,
        () => 'a skipped row is not counted',
      )

      // Stable: what was saved reads the same, and saves the same.
      const again = read(written)
      must(same(again.settings, found.settings) && same(saved(again), written), () => 'reading, saving and reading again differs')
    }),
    TRIED,
  )
})

it(`puts a default in the place of one unreadable field only, and keeps the field, in any ${RUNS} files`, PATIENCE, () => {
  const names = Object.keys(DEFAULT_SETTINGS).filter((each) => !['alarms', 'escalationState', 'mutedNumbers'].includes(each)) as (keyof Settings)[]
  fc.assert(
    fc.property(
      settings,
      fc.constantFrom(...names),
      fc.constantFrom(...HARMS),
      fc.constantFrom('later', '__proto__', 'constructor'),
      (content, name, harm, extra) => {
        const value = harmed(content[name], harm)
        const entries = Object.entries(content).map(([each, was]) => [each, each === name ? value : was] as const)
        const file = Object.fromEntries([...entries.filter(([, each]) => each !== undefined), [extra, { of: ['a newer app'] }] as const])
        const whole = read(content)
        const found = read(file)
        for (const each of Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[]) {
          if (each === name || (each === 'numbers' && name === 'connections')) continue
          must(same(found.settings[each], whole.settings[each]), () => `${each} is lost by ${name}`)
        }
        const written = saved(found)
        must(same(Object.entries(written).find(([each]) => each === extra)?.[1], { of: ['a newer app'] }), () => `${extra} is not written back`)
        if (found.unread.preferences.some(({ path }) => path.length === 1)) {
          must(same(found.settings[name], DEFAULT_SETTINGS[name]), () => 'no default')
          must(name === 'numbers' || name === 'connections' || same(written[name], disk(value)), () => `${name} is not written back`)
        }
        const again = read(written)
        must(same(again.settings, found.settings) && same(saved(again), written), () => 'reading, saving and reading again differs')
      },
    ),
    TRIED,
  )
})

it('takes no JSON but an object for settings, and throws at none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const object = typeof value === 'object' && value !== null && !Array.isArray(value)
      expect(readSettings(value) !== null).toBe(object)
    }),
    { ...TRIED, numRuns: 500 },
  )
})
