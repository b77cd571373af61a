// The fire drill: each way is walked step by step, to its first failure.
import { expect, it } from 'vitest'
import { runFireDrill, type Way } from '../../../../src/main/core/alarms/fire-drill'
import { failed, success, type Outcome } from '../../../../src/shared/model/failure'
import { FakeClock } from '../../../fakes/fake-clock'

it('walks all ways at once, each to its first failure, and tells how long each step took', async () => {
  const clock = new FakeClock()
  const walked: string[] = []
  const step = (name: string, ms: number, outcome: Outcome<string>): Way['steps'][number] => ({
    step: name as Way['steps'][number]['step'],
    run: () =>
      new Promise((resolve) => {
        walked.push(name)
        clock.after(ms, () => resolve(outcome))
      }),
  })
  const done = runFireDrill(
    [
      { channel: 'webhook', steps: [step('reach', 40, success('HTTP 405')), step('deliver', 60, failed('webhook-refused')), step('never', 1, success('x'))] },
      { channel: 'telegram', steps: [step('token', 10, success('@bot'))] },
    ],
    clock,
  )
  await clock.advance(1_000)
  expect(await done).toEqual([
    { channel: 'webhook', step: 'reach', failure: null, detail: 'HTTP 405', tookMs: 40 },
    { channel: 'webhook', step: 'deliver', failure: { code: 'webhook-refused' }, detail: '', tookMs: 60 },
    { channel: 'telegram', step: 'token', failure: null, detail: '@bot', tookMs: 10 },
  ])
  expect(walked).toEqual(['reach', 'token', 'deliver'])
})

it('tells no negative time when the clock is set back meanwhile', async () => {
  const clock = new FakeClock()
  const run = async (): Promise<Outcome<string>> => (clock.setWall(-3_600_000), success('ok'))
  expect(await runFireDrill([{ channel: 'webhook', steps: [{ step: 'reach', run }] }], clock)).toMatchObject([{ tookMs: 0 }])
})
