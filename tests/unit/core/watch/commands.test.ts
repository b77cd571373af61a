import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { createCommands } from '../../../../src/main/core/watch/commands'

const CANCELLED = failed('cancelled')

describe('a command', () => {
  it('is there until it is done, and tells its outcome', async () => {
    const commands = createCommands()
    const outcome = commands.give('42', { type: 'disconnect' })
    const command = commands.of('42')
    expect(command?.words.type).toBe('disconnect')
    if (command) commands.done('42', command, failed('unreachable'))
    expect(await outcome).toEqual(failed('unreachable'))
    expect(commands.of('42')).toBeUndefined()
    expect(commands.count()).toBe(0)
  })

  it.each([
    ['withdrawn', (commands: ReturnType<typeof createCommands>) => commands.withdraw('42')],
    ['withdrawn with all others', (commands: ReturnType<typeof createCommands>) => commands.withdrawAll()],
    ['replaced', (commands: ReturnType<typeof createCommands>) => void commands.give('42', { type: 'start' })],
  ])('that is %s fails with `cancelled`', async (_how, end) => {
    const commands = createCommands()
    const outcome = commands.give('42', { type: 'disconnect' })
    const command = commands.of('42')
    end(commands)
    expect(await outcome).toEqual(CANCELLED)
    expect(commands.of('42')).not.toBe(command)
  })

  it('that was replaced does not end the one in its place', async () => {
    const commands = createCommands()
    const first = commands.give('42', { type: 'disconnect' })
    const replaced = commands.of('42')
    void commands.give('42', { type: 'start' })
    if (replaced) commands.done('42', replaced, success())
    expect(await first).toEqual(CANCELLED)
    expect(commands.of('42')?.words.type).toBe('start')
  })

  it('of another number is left alone', () => {
    const commands = createCommands()
    void commands.give('42', { type: 'start' })
    commands.withdraw('43')
    expect(commands.of('42')?.words.type).toBe('start')
  })
})
