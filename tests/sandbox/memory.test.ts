// What the simulated platform keeps over a restart, and how it bears many numbers.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { controlClient } from '../../src/sandbox/control-client'
import { startSandbox } from '../../src/sandbox/index'
import { valueOf } from '../fakes/gateways/gateway-rig'
import { SandboxRig } from '../fakes/sandbox-rig'

vi.setConfig({ testTimeout: 20_000 }) // real sockets and fsync on a busy machine

let rig: SandboxRig
beforeEach(async () => void (rig = await SandboxRig.start()))
afterEach(() => rig.end())

const call: SandboxRig['call'] = (...args) => rig.call(...args)
const issue = async () => valueOf(await rig.control.issue())

describe('its memory', () => {
  const file = () => join(rig.dir, 'sandbox.json')

  it('brings linked numbers back connected, others as they were, with the same keys', async () => {
    const on = await rig.linked()
    const away = await rig.linked()
    valueOf(await rig.control.phone(away.session, 'go-offline'))
    const unlinked = await rig.linked()
    valueOf(await rig.control.phone(unlinked.session, 'unlink'))
    const pairing = await rig.scanning()
    const before = valueOf(await rig.control.numbers())
    await rig.restart()
    const after = valueOf(await rig.control.numbers())
    expect(after.map((each) => each.apiKey)).toEqual(before.map((each) => each.apiKey))
    expect(after.map(({ session, status, phone, cause }) => ({ session, status, phone, cause }))).toEqual([
      { session: on.session, status: 'connected', phone: '70000000001', cause: null },
      { session: away.session, status: 'offline', phone: '70000000002', cause: 'phone-offline' },
      { session: unlinked.session, status: 'offline', phone: null, cause: 'logged-out' },
      { session: pairing.session, status: 'offline', phone: null, cause: null },
    ])
    expect((await call('GET', `/api/accounts/${on.session}/status`, on.token)).status).toBe(401)
    expect((await call('GET', `/api/accounts/${on.session}/status`, await rig.tokenOf(on.apiKey))).json).toMatchObject({ status: 'connected' })
  })

  it('has a number on disk by the time it is told, and continues its count', async () => {
    await issue()
    const { session } = await issue()
    expect(await readFile(file(), 'utf8')).toContain(session)
    await rig.restart()
    expect((await issue()).session).toBe('0000000000003')
  })

  it('holds no key and no token in any form', async () => {
    const { apiKey, token } = await rig.linked()
    const text = await readFile(file(), 'utf8')
    for (const secret of [apiKey, apiKey.slice(4), token, rig.sandbox.controlToken, 'wpp-secret']) {
      for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')])
        expect(text).not.toContain(form)
    }
  })

  it.each(['{"version":1,"seed', '[]', '{"version":7}', ''])('sets a damaged file aside and goes on: %j', async (text) => {
    await issue()
    await rig.sandbox.close()
    await writeFile(file(), text)
    rig.sandbox = await startSandbox({ dir: rig.dir })
    rig.control = controlClient(rig.sandbox)
    expect(valueOf(await rig.control.numbers())).toEqual([])
    const aside = (await readdir(rig.dir)).find((name) => name.includes('.damaged-'))
    expect(await readFile(join(rig.dir, aside ?? ''), 'utf8')).toBe(text)
  })

  it('leaves no draft behind, however many write at once', async () => {
    await Promise.all(Array.from({ length: 50 }, issue))
    expect(await readdir(rig.dir)).toEqual(['sandbox.json'])
    expect(new Set(valueOf(await rig.control.numbers()).map((each) => each.session)).size).toBe(50)
  })
})

it('five hundred numbers at once are no trouble', async () => {
  const issued = await Promise.all(Array.from({ length: 500 }, async () => valueOf(await rig.control.issue({ linked: true }))))
  const sample = issued.filter((_each, index) => index % 20 === 0)
  const words = await Promise.all(
    sample.map(async ({ apiKey, session }) => (await call('GET', `/api/accounts/${session}/status`, await rig.tokenOf(apiKey))).json?.['status']),
  )
  expect(new Set(words)).toEqual(new Set(['connected']))
  expect(new Set(issued.map((each) => each.apiKey)).size).toBe(500)
})

it('a taken port is an error and not a crash', async () => {
  const port = Number(new URL(rig.sandbox.address).port)
  await expect(startSandbox({ dir: rig.dir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
