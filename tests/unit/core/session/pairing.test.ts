// A code that is typed on the phone, in place of one to scan.
import { describe, expect, it } from 'vitest'
import type { Says } from '../../../fakes/gateways/fake-gateway'
import { CANCEL, LINK, MachineRig, qr, TICK } from '../../../fakes/rigs/machine-rig'

const PAIR = { type: 'link', phone: '79000000042' } as const
const typed = (value: string, expiresAt?: number): Says => ({
  state: 'awaiting-scan',
  code: { kind: 'pairing-code', value, ...(expiresAt === undefined ? {} : { expiresAt }) },
})
const pairing = (): MachineRig => new MachineRig().at(0, PAIR)

describe('a code to type', () => {
  it('is shown with the phone that it is for, and lives three minutes unless the backend says otherwise', () => {
    const rig = pairing()
    expect(rig.view).toMatchObject({ phase: 'starting', pairingPhone: '+7 900 000-00-42' })
    rig.at(2, typed('ABCD-1234'))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', code: { value: 'ABCD-1234', expiresAt: 182_000, exact: false }, codeExpired: false })
    expect(pairing().at(2, typed('ABCD-1234', 60_000)).view).toMatchObject({ code: { expiresAt: 60_000, exact: true } })
  })

  it('stays although the backend goes on offering codes to scan', () => {
    const rig = pairing().at(2, typed('ABCD-1234')).at(4, qr('2@a')).at(24, qr('2@b')).during(26, 150, qr('2@c'))
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', code: { value: 'ABCD-1234', ordinal: 1 } })
    expect(rig.at(152, { state: 'connected' }).view).toMatchObject({ phase: 'connected', pairingPhone: null })
  })

  it('is awaited while the backend offers only codes to scan, until the deadline', () => {
    const rig = pairing().during(2, 80, qr('2@a'))
    expect(rig.view).toMatchObject({ code: null, pairingPhone: '+7 900 000-00-42' })
    expect(rig.at(92, TICK).view).toMatchObject({ phase: 'failed' })
  })

  it('is covered at its end, and a minute later the attempt is over', () => {
    const rig = pairing().during(2, 180, typed('ABCD-1234'))
    rig.at(183, TICK)
    expect(rig.view).toMatchObject({ phase: 'awaiting-scan', codeExpired: true })
    rig.at(240, TICK)
    expect(rig.view.phase).toBe('awaiting-scan')
    expect(rig.at(243, TICK).view).toMatchObject({ phase: 'failed', failure: { code: 'codes-exhausted' } })
  })

  it('that was refused ends the attempt with the reason', () => {
    const failure = { code: 'pairing-impossible' } as const
    expect(pairing().at(2, { type: 'pair-refused', failure }).view).toMatchObject({ phase: 'failed', failure, pairingPhone: null })
    expect(new MachineRig().at(2, { type: 'pair-refused', failure }).view.phase).toBe('idle')
  })

  it('gives way to a code to scan when the operator wants that', () => {
    const rig = pairing().at(2, typed('ABCD-1234')).at(10, LINK).at(12, qr('2@a'))
    expect(rig.view).toMatchObject({ code: { kind: 'qr-text', ordinal: 1 }, pairingPhone: null })
    expect(pairing().at(2, typed('ABCD-1234')).at(4, CANCEL).view).toMatchObject({ phase: 'idle', pairingPhone: null })
  })
})
