// A file of its own: libsecret binds itself to the first Secret Service it meets, and here that one must hang.
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createKeychain, loadKeytar } from '../../../../src/main/desktop/keychain/keychain'
import { createSecretService } from '../../../../src/main/desktop/keychain/secret-service'
import { createSessionBus } from '../../../../src/main/desktop/system/session-bus'
import { FakeSecretService } from '../../../fakes/desktop/fake-secret-service'
import { eventually } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startPrivateBus } from '../../../fakes/desktop/private-bus'

it('six reads against a keyring that hangs end in time and leave the threads for files free', async () => {
  const daemon = await startPrivateBus()
  process.env['DBUS_SESSION_BUS_ADDRESS'] = daemon.address
  const owner = await daemon.connect()
  const fake = new FakeSecretService(owner)
  fake.locked = false
  fake.silentExcept = ['ReadAlias', 'Get']
  await fake.own()
  const parts = { clock: realClock, log: new SilentLog() }
  const bus = createSessionBus({ ...parts, address: daemon.address })
  const keychain = createKeychain({ ...parts, secretService: createSecretService({ bus, ...parts }), load: loadKeytar, callLimit: 100 })

  const reads = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((account) => keychain.read(account)))

  expect(reads).toEqual(Array(6).fill({ ok: false, failure: { code: 'keyring-timeout' } }))
  expect(await readFile(import.meta.filename, 'utf8')).toContain('six reads')

  // The hung service dies: the call that hung fails, and the keychain may be asked again.
  owner.disconnect()
  const read = async (): Promise<unknown> => keychain.read('a')
  await eventually(async () => JSON.stringify(await read()).includes('keyring-none'))
  bus.dispose()
  await daemon.stop()
})
