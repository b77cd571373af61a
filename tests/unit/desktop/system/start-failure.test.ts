import { describe, expect, it } from 'vitest'
import { tellStartFailure, type StartFailureParts } from '../../../../src/main/desktop/system/start-failure'

const SECRET = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'

function world(more: Partial<StartFailureParts> = {}) {
  const did: string[] = []
  const parts: StartFailureParts = {
    locale: () => 'ru-RU',
    record: (message) => void did.push(`log ${message.split('\n')[0]}`),
    releaseLock: () => void did.push('lock released'),
    say: (title, body) => void did.push(`${title} | ${body}`),
    ...more,
  }
  return { did, parts }
}

describe('a start that failed', () => {
  it('is written down and said in the language of the system, with the next start let through', () => {
    const { did, parts } = world()
    tellStartFailure(new Error(`no preload ${SECRET}`), parts)
    expect(did[0]).toMatch(/^log Error: no preload/)
    expect(did.join()).not.toContain(SECRET)
    expect(did.slice(1)).toEqual(['lock released', expect.stringMatching(/^WPP Companion не запустился \| .+журнал/)])
  })

  it.each(['locale', 'record', 'releaseLock', 'say'] as const)('does the rest when %s fails', (part) => {
    const { did, parts } = world({
      [part]: () => {
        throw new Error('broken')
      },
    })
    expect(() => tellStartFailure('why', parts)).not.toThrow()
    expect(did.length).toBeGreaterThanOrEqual(2)
  })
})
