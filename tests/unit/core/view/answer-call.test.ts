import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { success } from '../../../../src/shared/model/failure'
import { CALLS, type CallHandlers, type CallName } from '../../../../src/shared/ipc/contract'
import { SilentLog } from '../../../fakes/silent-log'
import { DEFAULT_SETTINGS, preferencesOf, type Preferences } from '../../../../src/shared/model/settings'
import { createSettingsRepository } from '../../../../src/main/core/registry/settings-repository'
import { createPreferenceHandlers } from '../../../../src/main/core/view/preferences'
import { answerCall } from '../../../../src/main/core/view/answer-call'

const log = new SilentLog()
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

  it('adds nothing to its arguments: what was not sent is not changed', () => {
    for (const name of Object.keys(CALLS) as CallName[]) {
      const parsed = CALLS[name].args.safeParse({})
      expect([name, parsed.success ? (parsed.data ?? {}) : {}]).toEqual([name, {}])
    }
  })

  it('changes the preferences that it names, and no other, whatever they were', async () => {
    const preferences = fc.record<Preferences>({
      language: fc.constantFrom('system', 'ru', 'en'),
      openAtLogin: fc.boolean(),
      startHidden: fc.boolean(),
      notices: fc.boolean(),
      sound: fc.boolean(),
      quietHours: fc.record({
        on: fc.boolean(),
        from: fc.constantFrom('22:00', '21:30'),
        to: fc.constantFrom('08:00', '06:15'),
        days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
        criticalPasses: fc.boolean(),
      }),
      reminders: fc.boolean(),
      healing: fc.boolean(),
    })
    const names = fc.subarray(Object.keys(preferencesOf(DEFAULT_SETTINGS)) as (keyof Preferences)[])
    await fc.assert(
      fc.asyncProperty(preferences, preferences, names, async (before, wanted, changed) => {
        const settings = createSettingsRepository({ current: { ...DEFAULT_SETTINGS, ...before }, save: () => undefined })
        const served = createPreferenceHandlers({ settings, clock: { now: () => 0 }, apply: () => true })
        const change = Object.fromEntries(changed.map((name) => [name, wanted[name]]))
        expect(await answerCall(handlers(served), 'preferences.set', change, log)).toMatchObject({ ok: true })
        expect(preferencesOf(settings.current())).toEqual({ ...before, ...change })
      }),
      { numRuns: 300 },
    )
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
    expect(log.lines).toMatchObject([{ level: 'error' }])
  })
})
