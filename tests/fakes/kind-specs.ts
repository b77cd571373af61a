// The kinds with code of their own as the window draws them, without their gateways.
import type { CodedKind, KindSpec } from '../../src/shared/model/connection-kinds'
import { academyosSpec } from '../../src/main/gateways/academyos/spec'
import { evolutionSpec } from '../../src/main/gateways/evolution/spec'
import { sandboxSpec } from '../../src/main/gateways/sandbox/spec'
import { wahaSpec } from '../../src/main/gateways/waha/spec'
import { wppPlatformSpec } from '../../src/main/gateways/wpp-platform/spec'
import { wppconnectSpec } from '../../src/main/gateways/wppconnect/spec'

const BY_KIND: Readonly<Record<CodedKind, KindSpec>> = {
  academyos: academyosSpec,
  'wpp-platform': wppPlatformSpec,
  wppconnect: wppconnectSpec,
  evolution: evolutionSpec,
  waha: wahaSpec,
  sandbox: sandboxSpec,
}

export const KIND_SPECS: readonly KindSpec[] = Object.values(BY_KIND)

/** The Russian words of a kind, which the tests read. */
export const kindWords = (kind: CodedKind): Required<KindSpec['words']['ru']> => ({ add: '', ...BY_KIND[kind].words.ru })
