import { expect, it } from 'vitest'
import type { Log } from '../../../../src/main/core/ports'
import { createDeferredLog } from '../../../../src/main/desktop/system/deferred-log'

it('writes what was said before it was open, in order, and then goes on', async () => {
  const lines: string[] = []
  const note = (message: string, facts?: object): void => void lines.push(`${message} ${JSON.stringify(facts)}`)
  const opened: Log = { info: note, warn: note, error: note }
  let open: (log: Log) => void = () => undefined
  const opening = new Promise<Log>((resolve) => (open = resolve))
  const log = createDeferredLog(() => opening)
  log.info('first', { a: 1 })
  log.error('second')
  expect(lines).toEqual([])
  open(opened)
  await opening
  log.warn('third')
  expect(lines).toEqual(['first {"a":1}', 'second undefined', 'third undefined'])
})
