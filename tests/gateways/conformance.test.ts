// The conformance suite against every kind whose server needs nothing but this process.
import { expect, it } from 'vitest'
import { describedKinds } from '../../src/main/gateways/described'
import { CODED_KINDS } from '../../src/shared/model/connection-kinds'
import { conformance } from './conformance'
import { ADAPTERS } from './conformance/adapters'

it('leaves no kind out', () => {
  expect(ADAPTERS).toHaveLength(CODED_KINDS.length + describedKinds().length)
})

for (const adapter of ADAPTERS) conformance(adapter)
