// What a description may say: the faults that an author makes are named with their place.
import { expect, it } from 'vitest'
import { description } from '../../../src/main/gateways/described/description'
import { shippedDescriptions } from '../../../src/main/gateways/described/shipped'
import { fill } from '../../../src/main/gateways/described/templates'
import greenApi from '../../../src/main/gateways/described/descriptions/green-api.json'
import fonnte from '../../../src/main/gateways/described/descriptions/fonnte.json'

/** The issues of a description, as `place: message`. */
function faultsOf(value: unknown): string[] {
  const parsed = description.safeParse(value)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

it('every shipped description is valid and says where its facts are from', () => {
  const shipped = shippedDescriptions()
  expect(new Set(shipped.map(({ id }) => id)).size).toBe(shipped.length)
  for (const { source } of shipped) expect(source).toContain('Not tried')
})

const { status, code } = greenApi.reads
it.each([
  [
    'a word that acts in a read',
    { ...greenApi, reads: { ...greenApi.reads, details: { call: greenApi.acts.logout.call } } },
    /reads\.details\.call\.path: .*action/,
  ],
  ['the same call to read and to act', { ...greenApi, acts: { start: { call: status.call } } }, /acts\.start: the same call as reads\.status/],
  ['a value that nobody types', { ...greenApi, reads: { status: { ...status, call: { method: 'GET', path: '/x/{tokn}' } } } }, /\{tokn\} is no field/],
  ['a row without a list', { ...greenApi, reads: { status, code: { ...code, call: { method: 'GET', path: '/qr/{row.token}' } } } }, /\{row\.token\}/],
  ['numbers from a list that is not there', { ...greenApi, number: 'list' }, /reads.list/],
  ['nothing that tells the state', { ...fonnte, reads: { list: { ...fonnte.reads.list, states: undefined } } }, /state of a number/],
  ['an identity that nobody types', { ...greenApi, number: { field: 'name' } }, /number\.field/],
  ['a field without words', { ...greenApi, words: { ...greenApi.words, ru: { ...greenApi.words.ru, fields: {} } } }, /words\.ru\.fields/],
  ['a member that is not known', { ...greenApi, script: 'alert(1)' }, /script/],
  ['a state that the app does not have', { ...greenApi, reads: { status: { ...status, states: [{ when: { a: 1 }, state: 'fine' }] } } }, /state/],
  ['a rule without a condition', { ...greenApi, reads: { status: { ...status, states: [{ when: {}, state: 'connected' }] } } }, /condition/],
  ['a path that is no path', { ...greenApi, reads: { status: { ...status, call: { method: 'GET', path: 'https://other.example/x' } } } }, /slash/],
])('refuses %s', (_what, value, expected) => {
  expect(faultsOf(value).join('\n')).toMatch(expected)
})

it('a value never changes the path or the query that it stands in', () => {
  const call = { method: 'GET' as const, path: '/a/{id}/b', query: { q: '{id}' } }
  expect(fill(call, {}, { id: '../x?y=1&z#' })?.path).toBe('/a/..%2Fx%3Fy%3D1%26z%23/b?q=..%2Fx%3Fy%3D1%26z%23')
  expect(fill(call, {}, {})).toBeNull()
  for (const id of ['.', '..']) expect(fill({ method: 'GET', path: '/a/{id}' }, {}, { id })).toBeNull()
})

it('an optional value that was left empty sends no header', () => {
  const call = { method: 'GET' as const, path: '/a' }
  expect(fill(call, { 'Client-Token': '{c}', other: 'x{c}' }, { c: '' })?.headers).toEqual({ other: 'x' })
  expect(fill(call, { 'Client-Token': '{c}' }, { c: 'k' })?.headers).toEqual({ 'Client-Token': 'k' })
})
