import { expect, it, vi } from 'vitest'
import { createSettingsRepository } from '../../../../src/main/core/registry'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'
import { NOTHING_UNREAD } from '../../../../src/shared/model/settings-reading'
import { success } from '../../../../src/shared/model/failure'
import { CONNECTION, listed, RegistryRig } from '../../../fakes/rigs/registry-rig'
import { numberRecord } from '../../../fakes/views'

const NUMBER = numberRecord('n1', { sessionId: 's1' })

it('knows the sessions of numbers that the file holds but nobody can read', () => {
  const unread = {
    ...NOTHING_UNREAD,
    numbers: [null, { connectionId: 'c1', sessionId: 's1' }, { connectionId: 'c1', sessionId: 's2' }, { connectionId: 'c1', sessionId: 79000000042 }],
  }
  const settings = createSettingsRepository({ current: { ...DEFAULT_SETTINGS, numbers: [NUMBER] }, unread, save: () => undefined })
  // The file of another version may hold an identifier as a JSON number.
  expect([settings.isUnread('c1', '79000000042'), settings.isUnread('c1', '079000000042')]).toEqual([true, false])
  expect([settings.isUnread('c1', 's2'), settings.isUnread('c2', 's2'), settings.isUnread('c1', 's3')]).toEqual([true, false, false])
  // Its twin is readable: a list of the backend goes on to keep that one current.
  expect(settings.isUnread('c1', 's1')).toBe(false)
})

it('adds no number anew that the file holds unread', async () => {
  const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }] })
  vi.spyOn(rig.settings, 'isUnread').mockImplementation((connectionId, sessionId) => connectionId === 'c1' && sessionId === '42')
  rig.list = async () => success([listed('42'), listed('43')])
  await rig.numbers.refresh('c1')
  expect(rig.file.numbers.map(({ sessionId }) => sessionId)).toEqual(['43'])
})
