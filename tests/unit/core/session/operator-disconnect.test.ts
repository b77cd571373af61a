// The operator's disconnect: its answer may get lost, and the server may contradict it for a moment.
import { expect, it } from 'vitest'
import { MachineRig } from '../../../fakes/rigs/machine-rig'

const up = (): MachineRig => new MachineRig().at(0, { state: 'connected' })

it('whose answer was lost took effect, if the number is down within the time for a slow backend', () => {
  const rig = up().at(10, { type: 'stop-asked' }).during(97, 99, { state: 'disconnected' })
  expect(rig.happenings).toEqual([{ type: 'stopped' }])
  expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'by-operator', mayBeServer: false, basis: null, since: 97_000 })
  expect(rig.state.stopped).toBe(true)
  expect(rig.at(200, { state: 'disconnected' }).told).toEqual(['stopped'])
})

it.each([
  ['later than that', up().at(10, { type: 'stop-asked' }).during(98, 100, { state: 'disconnected' })],
  ['after the backend refused it', up().at(10, { type: 'stop-asked' }).at(11, { type: 'stop-refused' }).during(20, 22, { state: 'disconnected' })],
])('does not explain a drop %s', (_what, rig) => {
  expect(rig.told).toEqual(['dropped'])
})

it('is not undone by a server that still says connected for 20 s', () => {
  expect(up().at(10, { type: 'stopped' }).at(29, { state: 'connected' }).view).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
  expect(up().at(10, { type: 'stopped' }).at(30, { state: 'connected' }).view.phase).toBe('connected')
})
