import { describe, expect, it, vi } from 'vitest'
import { success } from '../../../../src/shared/model/failure'
import type { CallHandlers } from '../../../../src/shared/ipc/contract'
import { answerCall } from '../../../../src/main/core/view/answer-call'

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const handlers = (some: Partial<CallHandlers>): CallHandlers => some as CallHandlers

describe('an IPC call', () => {
  it('reaches its handler with parsed arguments', async () => {
    const rename = vi.fn(() => success())
    expect(await answerCall(handlers({ 'number.rename': rename }), 'number.rename', { key: 'k1', name: 'Shop', extra: 1 }, log)).toEqual({
      ok: true,
      value: undefined,
    })
    expect(rename).toHaveBeenCalledWith({ key: 'k1', name: 'Shop' })
  })

  it.each([
    ['an unknown name', 'number.explode', {}],
    ['a name inherited from Object', 'toString', undefined],
    ['a name that is no text', 7, undefined],
  ])('with %s is refused', async (_what, name, args) => {
    expect(await answerCall(handlers({}), name, args, log)).toMatchObject({ ok: false, failure: { code: 'invalid-input' } })
  })

  it('with arguments of the wrong shape is refused without repeating them', async () => {
    const add = vi.fn()
    const answer = await answerCall(
      handlers({ 'connection.add': add }),
      'connection.add',
      { kind: 'academyos', name: 'x', fields: { password: { nested: 'hunter2-secret' } } },
      log,
    )
    expect(answer).toMatchObject({ ok: false, failure: { code: 'invalid-input', detail: 'connection.add: fields.password' } })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(add).not.toHaveBeenCalled()
  })

  it('whose handler throws answers `internal` and logs the bug', async () => {
    const explode = () => {
      throw new Error('bug')
    }
    expect(await answerCall(handlers({ 'keyring.useMemory': explode }), 'keyring.useMemory', undefined, log)).toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    })
    expect(log.error).toHaveBeenCalled()
  })
})
