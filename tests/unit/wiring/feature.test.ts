import { expect, it } from 'vitest'
import { startFeatures, type Feature } from '../../../src/main/wiring/parts/feature'
import type { Parts } from '../../../src/main/wiring/parts/parts'
import { CALLS, type CallHandlers } from '../../../src/shared/ipc/contract'
import { success } from '../../../src/shared/model/failure'

const PARTS = {} as Parts
const everything = (): Partial<CallHandlers> => Object.fromEntries(Object.keys(CALLS).map((call) => [call, () => success()]))
const feature = (name: string, handlers: Partial<CallHandlers> = {}, dispose?: () => void): Feature => ({
  name,
  start: () => ({ handlers, ...(dispose ? { dispose } : {}) }),
})

it('two features that answer the same call are a bug, and both are named', () => {
  const second = feature('second', { 'snapshot.get': () => success({} as never) })
  expect(() => startFeatures([feature('first', everything()), second], PARTS)).toThrow('"first" and "second" both answer snapshot.get')
})

it('a call of the contract that no feature answers is a bug, and it is named', () => {
  const { 'window.zoom': _left, ...rest } = everything()
  expect(() => startFeatures([feature('most', rest)], PARTS)).toThrow('No feature answers window.zoom')
})

it('features end in the opposite order of their start', () => {
  const ended: string[] = []
  const features = startFeatures([feature('first', everything(), () => ended.push('first')), feature('second', {}, () => ended.push('second'))], PARTS)
  features.dispose()
  expect(ended).toEqual(['second', 'first'])
})
