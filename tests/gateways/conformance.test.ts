// The conformance suite against every kind whose server needs nothing but this process.
import { describedKinds } from '../../src/main/gateways/described'
import { CODED_KINDS } from '../../src/shared/model/connection-kinds'
import { expect, it } from 'vitest'
import { conformance } from './conformance'
import { deployed } from './conformance/academyos'
import { described } from './conformance/described'
import { evolution } from './conformance/evolution'
import { platform, sandbox } from './conformance/platform'
import { waha } from './conformance/waha'
import { wppconnect } from './conformance/wppconnect'

const ADAPTERS = [deployed, platform, sandbox, wppconnect, evolution, waha, ...described]

it('leaves no kind out', () => {
  expect(ADAPTERS).toHaveLength(CODED_KINDS.length + describedKinds().length)
})

for (const adapter of ADAPTERS) conformance(adapter)
