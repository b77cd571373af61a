// What connections are called: in notices, and a simulation in the language of the app.
import { describe, expect, it } from 'vitest'
import { namedConnection, nameSimulations } from '../../../../src/main/core/registry/connection-names'
import type { ConnectionView } from '../../../../src/shared/ipc/snapshot'
import type { ConnectionRecord } from '../../../../src/shared/model/settings'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'
import { success } from '../../../../src/shared/model/failure'
import { kindSpec } from '../../../../src/shared/model/connection-kinds'
import { KIND_SPECS } from '../../../fakes/kind-specs'

const record = (id: string, kind: ConnectionRecord['kind'], name: string): ConnectionRecord => ({
  id,
  kind,
  name,
  address: '',
  facts: {},
  signedIn: true,
  createdAt: 0,
  forgotten: [],
})
const VIEW: ConnectionView = { id: 'one', kind: 'waha', name: '', address: '', signIn: 'expired' } as ConnectionView
const specOf = (kind: ConnectionRecord['kind']) => kindSpec(kind, KIND_SPECS)
const [RU, EN] = (['ru', 'en'] as const).map((each) => specOf('sandbox').words[each].name)

describe('a simulation', () => {
  it('that nobody has renamed is called by the language of now; other connections keep their names', () => {
    const renamed: unknown[] = []
    const connections = [record('a', 'sandbox', RU ?? ''), record('b', 'sandbox', 'Mine'), record('c', 'waha', RU ?? ''), record('d', 'sandbox', EN ?? '')]
    nameSimulations({ current: () => ({ ...DEFAULT_SETTINGS, connections }) }, { specOf, rename: (...change) => (renamed.push(change), success()) }, 'en')
    expect(RU).not.toBe(EN)
    expect(renamed).toEqual([['a', EN]])
  })
})

describe('a notice', () => {
  const named = (id: string) =>
    namedConnection(
      { connection: (each) => (each === 'gone' ? null : record(each, each === 'keys' ? 'wpp-platform' : 'waha', 'Office')) },
      { specOf, view: (each) => (each === 'gone' ? null : VIEW) },
      id,
    )

  it.each([
    ['keys', { name: 'Office', signIn: 'expired', keyPerNumber: true }],
    ['one', { name: 'Office', signIn: 'expired', keyPerNumber: false }],
    ['gone', { name: '', signIn: 'signed-out', keyPerNumber: false }],
  ])('knows of the connection "%s" its name, its sign-in and whose the keys are', (id, expected) => {
    expect(named(id)).toEqual(expected)
  })
})
