// Instants in the settings file.
import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src/shared/model/settings'
import { readSettings } from '../../../src/shared/model/settings-reading'

it.each(['addedAt', 'last.since', 'last.lastConfirmedAt'])(
  'a number whose %s is beyond all dates is kept as it is and not shown: no screen could write it',
  (place) => {
    const good = { key: 'n0', connectionId: 'c0', sessionId: 's', name: '', phone: null, apiKeyMask: null, facts: {}, addedAt: 1, stoppedByOperator: false }
    const last = { phase: 'connected', cause: null, since: 1, lastConfirmedAt: 1 }
    const connections = [{ id: 'c0', kind: 'wppconnect', name: '', address: '', facts: {}, signedIn: true, createdAt: 1, forgotten: [] }]
    const read = (numbers: readonly object[]) => readSettings({ ...DEFAULT_SETTINGS, connections, numbers })
    expect(read([{ ...good, last }])?.settings.numbers).toHaveLength(1)
    const [outer = '', inner] = place.split('.')
    const bad = inner === undefined ? { ...good, last, [outer]: 9e15 } : { ...good, last: { ...last, [inner]: -9e15 } }
    const result = read([bad, { ...good, key: 'n1', last }])
    expect(result?.settings.numbers.map(({ key }) => key)).toEqual(['n1'])
    expect(result?.unread.numbers).toEqual([bad])
  },
)
