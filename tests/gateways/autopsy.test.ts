// Every row of the autopsy from a signal that a real backend sends: the platform's own answers, our functions' answers, and the deployed functions'.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autopsyOf, type Autopsy } from '../../src/shared/model/autopsy'
import { actorFor, FAILURE_CODES } from '../../src/shared/model/failure'
import { CAUSES, type Cause, type Reading } from '../../src/shared/model/session'
import { translator } from '../../src/shared/words/i18n'
import { wppPlatformKind } from '../../src/main/gateways/wpp-platform/index'
import type { Gateway } from '../../src/main/core/ports'
import { connectionRecord, environment, MemorySlots, patient } from '../fakes/gateways/gateway-rig'
import { MachineRig, wasConnected } from '../fakes/rigs/machine-rig'
import { WireServer, type WireAnswer } from '../fakes/wire-server'
import { json, startDeployedStandIn, type DeployedStandIn } from '../standins/academyos-deployed'
import { connected, surroundings } from './academyos/rig'

const number = { sessionId: '0000000000042', facts: {} }

/** The autopsy of a connected number after these readings, three seconds apart, and the last of them once more after so many seconds. */
function verdict(readings: readonly Reading[], again = 0): Autopsy & { readonly cause: Cause } {
  const rig = new MachineRig(wasConnected())
  const read = (reading: Reading, at: number): void =>
    void rig.at(at, { type: 'reading', reading: { ...reading, evidence: { ...reading.evidence, at: at * 1000 } } })
  readings.forEach((reading, index) => read(reading, 30 + index * 3))
  const last = readings.at(-1)
  if (again > 0 && last) read(last, 30 + again)
  const { phase, cause, basis, mayBeServer } = rig.view
  if (phase !== 'disconnected' || cause === null) throw new Error(`no drop: ${phase}`)
  return { cause, ...autopsyOf({ cause, basis, mayBeServer }) }
}

describe('drops that the platform itself shows', () => {
  let server: WireServer
  let gateway: Gateway
  let wire: Record<string, WireAnswer>
  beforeEach(async () => {
    wire = { token: { json: { token: 'eyJ.t', expiresIn: 900 } }, qr: { json: { qr: null } } }
    server = await WireServer.start()
    server.answer = ({ path }) => wire[path.split('/').at(-1) ?? ''] ?? {}
    const secrets = new MemorySlots()
    secrets.kept.set(`number:${number.sessionId}`, 'key_abcdef123456')
    gateway = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, environment())
  })
  afterEach(() => server.close())
  const twice = async (): Promise<Reading[]> => [await gateway.read(number, patient()), await gateway.read(number, patient())]

  it.each<[string, object, object, Autopsy & { cause: Cause }, number]>([
    ['offline, twice', { status: 'offline' }, { qr: null }, { cause: 'unspecified', evidence: 'twice', who: 'operator' }, 0],
    ['no status at all, twice', {}, { qr: null }, { cause: 'unspecified', evidence: 'twice', who: 'operator' }, 0],
    ['a code that nobody asked for', { status: 'qr' }, { qr: '2@Zm9v,QUJD' }, { cause: 'logged-out', evidence: 'code', who: 'phone-owner' }, 0],
    ['starting, for more than a minute', { status: 'starting' }, { qr: null }, { cause: 'stuck-starting', evidence: 'stuck', who: 'administrator' }, 61],
  ])('%s', async (_what, status, qr, expected, again) => {
    wire['status'] = { json: status }
    wire['qr'] = { json: qr }
    expect(verdict(await twice(), again)).toEqual(expected)
  })

  it.each([
    ['logout', 'logged-out', 'phone-owner'],
    ['conflict', 'replaced', 'administrator'],
    ['banned', 'banned', 'phone-owner'],
    ['phone_offline', 'phone-offline', 'phone-owner'],
  ])('a cause is told only when the answer names it: %s', async (word, cause, who) => {
    wire['status'] = { json: { status: 'offline', cause: word } }
    expect(verdict(await twice())).toEqual({ cause, evidence: 'named', who })
  })
})

describe('drops that the functions show', () => {
  let standIn: DeployedStandIn
  beforeEach(async () => {
    standIn = await startDeployedStandIn()
  })
  afterEach(() => standIn.stop())
  const signedIn = async () => {
    const [person] = standIn.users
    return (
      await connected(
        { address: standIn.address, publicKey: standIn.publicKey, login: person?.email ?? '', password: person?.password ?? '' },
        new MemorySlots(),
        surroundings(),
      )
    ).gateway
  }
  const own = (body: object) => () => json(200, { success: true, account_number: number.sessionId, ...body }, { 'x-wpp-companion': '0.1.0' })

  it('a logout that the platform told our functions by webhook', async () => {
    standIn.switches.scripted.set('wpp-integrations', own({ integrations: [], next_cursor: null }))
    standIn.switches.scripted.set('wpp-status', own({ status: 'disconnected', cause: 'logged-out' }))
    expect(verdict([await (await signedIn()).read(number, patient())])).toEqual({ cause: 'logged-out', evidence: 'named', who: 'phone-owner' })
  })

  it('a number that another operator disconnected is not called this operator’s doing', async () => {
    standIn.switches.scripted.set('wpp-integrations', own({ integrations: [], next_cursor: null }))
    standIn.switches.scripted.set('wpp-status', own({ status: 'disconnected', cause: 'by-operator' }))
    const gateway = await signedIn()
    expect(verdict([await gateway.read(number, patient()), await gateway.read(number, patient())])).toMatchObject({ cause: 'unspecified', who: 'operator' })
  })

  it('"disconnected" of the deployed ones, which may be the platform’s own outage', async () => {
    const row = standIn.addRow(standIn.users[0]?.organization ?? '', { primary: true })
    const gateway = await signedIn()
    const read = () => gateway.read({ sessionId: row.session, facts: {} }, patient())
    expect(verdict([await read(), await read()])).toEqual({ cause: 'unspecified', evidence: 'server-words', who: 'administrator' })
  })

  it('a row that is gone', async () => {
    standIn.addRow(standIn.users[0]?.organization ?? '', { primary: true })
    const gateway = await signedIn()
    const read = () => gateway.read({ sessionId: '0000000009999', facts: {} }, patient())
    expect(verdict([await read(), await read()])).toEqual({ cause: 'removed', evidence: 'list', who: 'administrator' })
  })
})

describe('words', () => {
  it.each(['ru', 'en'] as const)('every verdict has its sentence in %s', (language) => {
    const t = translator(language)
    for (const cause of CAUSES) {
      for (const basis of [null, 'named', 'code'] as const) {
        for (const mayBeServer of [true, false]) {
          const { evidence, who } = autopsyOf({ cause, basis, mayBeServer })
          for (const key of [`autopsy.evidence.${evidence}`, `autopsy.actor.${who}`, `window.cause.${cause}.what`, `window.cause.${cause}.next`] as const)
            expect(t(key)).not.toBe(key)
        }
      }
    }
    for (const code of FAILURE_CODES) expect(t(`autopsy.actor.${actorFor(code)}`)).not.toMatch(/^autopsy/)
  })
})
