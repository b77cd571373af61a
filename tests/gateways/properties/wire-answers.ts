// Answers of a backend with everything that may be wrong with them: fields missing, null, of another type, in another case, nested, huge, repeated.
import fc from 'fast-check'
import { SESSION } from './backends'

/** The fields of one JSON object in the order they are written; a name may come twice. */
export type Fields = readonly (readonly [string, unknown])[]

/** The fields as JSON text, which `JSON.stringify` could not write when a name comes twice. */
export function jsonOf(fields: Fields): string {
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

const OTHER = '79000000043'
const wrongType: fc.Arbitrary<unknown> = fc.constantFrom(0, 1, -1, 17, 0.5, 1e300, true, false, {}, [], [SESSION], { value: SESSION }, '', ' ', 'null', 'false')
const huge: fc.Arbitrary<unknown> = fc.constantFrom('x'.repeat(5_000), SESSION.repeat(500), Array(2_000).fill(0))
/** The number's session in its spellings, and what is another's. */
export const session: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(SESSION, Number(SESSION), ` ${SESSION}`) },
  { weight: 3, arbitrary: fc.constantFrom(OTHER, Number(OTHER), `0${SESSION}`, `${SESSION}.0`, Number(SESSION) + 0.5, `${SESSION}\u200b`) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
)
const status: fc.Arbitrary<unknown> = fc.constantFrom(
  'connected',
  'connected',
  'connected',
  'ready',
  'disconnected',
  'offline',
  'starting',
  'qr_issued',
  'paused',
)

/** What each field of a good answer may hold. */
const GOOD: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  status,
  success: fc.constant(true),
  ok: fc.constant(true),
  account_number: session,
  session,
  error: fc.constantFrom(null, '', false, 'boom', {}, ['boom'], 17),
  phone: fc.constantFrom('+7 900 000-00-42', 79000000042, null),
  qr: fc.constant(null),
}

/** One change of a field: its name and value after it; none, one or two fields. */
type Change = (name: string, value: unknown) => Fields
const CHANGES: fc.Arbitrary<Change> = fc.oneof(
  { weight: 14, arbitrary: fc.constant<Change>((name, value) => [[name, value]]) },
  { weight: 2, arbitrary: fc.constant<Change>(() => []) },
  { weight: 1, arbitrary: fc.constant<Change>((name) => [[name, null]]) },
  {
    weight: 2,
    arbitrary: wrongType.map(
      (wrong): Change =>
        (name) => [[name, wrong]],
    ),
  },
  { weight: 1, arbitrary: fc.constant<Change>((name, value) => [[name, typeof value === 'string' ? ` ${value.toUpperCase()}\n` : value]]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Change>(
      (name, value) => [[name.toUpperCase(), value]],
      (name, value) => [[name.replace('_n', 'N'), value]],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Change>(
      (name, value) => [['data', { [name]: value }]],
      (name, value) => [[name, { value }]],
      (name, value) => [[name, [value]]],
    ),
  },
  {
    weight: 1,
    arbitrary: huge.map(
      (large): Change =>
        (name) => [[name, large]],
    ),
  },
  {
    weight: 1,
    arbitrary: wrongType.map(
      (wrong): Change =>
        (name, value) => [
          [name, wrong],
          [name, value],
        ],
    ),
  },
)

/** Fields of one object, most of them damaged; those of `always` are there, the others may be missing. */
export function damaged(good: Readonly<Record<string, fc.Arbitrary<unknown>>>, always: readonly string[]): fc.Arbitrary<Fields> {
  return fc
    .tuple(...Object.entries(good).map(([name, value]) => fc.tuple(fc.constant(name), value, CHANGES, fc.boolean())))
    .map((fields) => fields.flatMap(([name, value, change, present]) => (present || always.includes(name) ? change(name, value) : [])))
}

/** An answer about the number {@link SESSION}, most of them damaged. */
const answers = damaged(GOOD, ['status'])

/** The whole text of an answer: JSON of every sort, cut JSON and no JSON among it. */
export const answerTexts: fc.Arbitrary<{ readonly text: string; readonly fields: Fields | null }> = fc.oneof(
  { weight: 20, arbitrary: answers.map((fields) => ({ text: jsonOf(fields), fields })) },
  { weight: 1, arbitrary: answers.map((fields) => ({ text: jsonOf(fields).slice(0, -1), fields: null })) },
  { weight: 1, arbitrary: answers.map((fields) => ({ text: `[${jsonOf(fields)}]`, fields: null })) },
  { weight: 1, arbitrary: answers.map((fields) => ({ text: JSON.stringify(jsonOf(fields)), fields: null })) },
  {
    weight: 1,
    arbitrary: fc
      .json()
      .filter((text) => !text.includes('connected'))
      .map((text) => ({ text, fields: null })),
  },
)

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const plain = (name: string): string => name.toLowerCase().replaceAll('_', '')

/** What an answer says, by the rules of the issue and not by the code under test: every value of each meaning, in the answer and in its envelope. */
function saidIn(fields: Fields): { whom: unknown[]; success: unknown[]; error: unknown[]; status: unknown[]; twice: boolean } {
  const all = [...fields, ...fields.flatMap(([name, value]) => (plain(name) === 'data' && isObject(value) ? Object.entries(value) : []))]
  const of = (...names: string[]): unknown[] => all.filter(([name]) => names.includes(plain(name))).map(([, value]) => value)
  const names = fields.map(([name]) => name)
  return {
    whom: of('accountnumber', 'session'),
    success: of('success', 'ok'),
    error: of('error'),
    status: of('status'),
    twice: new Set(names).size < names.length,
  }
}

/** Whether a value names the number, as text or as a number. */
export const namesNumber = (value: unknown, about = SESSION): boolean =>
  (typeof value === 'string' || typeof value === 'number') && String(value).trim() === about

/** Whether a value is no error. */
export const isNoError = (value: unknown): boolean =>
  value === null || value === false || value === 0 || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)

/** True if the answer proves that the number of this session is connected: read as a careful person would. */
export function provesConnected(fields: Fields, words: readonly string[], about = SESSION): boolean {
  const { whom, success, error, status: said, twice } = saidIn(fields)
  const names = (value: unknown): boolean => value === null || namesNumber(value, about)
  const connected = said.some((value) => typeof value === 'string' && words.includes(value.trim().toLowerCase()))
  return !twice && connected && whom.every(names) && success.every((value) => value === true) && error.every(isNoError)
}
