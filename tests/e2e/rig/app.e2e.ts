// The rig itself: an answer from the main process arrives, also when main is busy and collects its garbage meanwhile.
import { expect } from 'vitest'
import { inWorld } from './test'

/** How long main waits for the question, at most, in ms. */
const LIMIT = 5_000

inWorld('an answer from the main process survives a garbage collection before main is idle again', {}, async ({ launch }) => {
  const app = await launch()
  await app.window()
  await app.inMain((_electron, limit) => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void
    setImmediate(() => {
      const end = Date.now() + limit
      while (!('asked' in globalThis) && Date.now() < end);
      collect()
      Object.assign(globalThis, { collected: true })
    })
  }, LIMIT)
  // The inspector asks in the midst of that loop, which goes on only then.
  const answer = await app.inMain(() => {
    Object.assign(globalThis, { asked: true })
    return 'collected' in globalThis ? 'too late' : 'in time'
  })
  expect(answer).toBe('in time')
})
