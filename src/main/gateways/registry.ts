// All kinds of backend, by name. A new kind is one more line here.
import { isDescribedKind, type CodedKind } from '../../shared/model/connection-kinds'
import type { GatewayKind, GatewayKinds } from '../core/ports'
import { academyosKind } from './academyos/index'
import type { Description } from './described/description'
import { describedKinds } from './described/index'
import { evolutionKind } from './evolution/index'
import type { HostedDomain } from './recognise'
import { createSandboxKind, type SandboxKindOptions } from './sandbox'
import { wahaKind } from './waha/index'
import { wppPlatformKind } from './wpp-platform/index'
import { wppconnectKind } from './wppconnect/index'

/** What the kinds need from the app. */
export interface RegistryOptions {
  readonly sandbox: SandboxKindOptions
  /** Descriptions beside those that come with the app. */
  readonly descriptions?: readonly Description[]
}

/** Every kind of connection with its gateway. */
export function createGatewayKinds(options: RegistryOptions): GatewayKinds & { readonly hosted: readonly HostedDomain[] } {
  const coded: Readonly<Record<CodedKind, GatewayKind>> = {
    academyos: academyosKind,
    'wpp-platform': wppPlatformKind,
    wppconnect: wppconnectKind,
    evolution: evolutionKind,
    waha: wahaKind,
    sandbox: createSandboxKind(options.sandbox),
  }
  const described = describedKinds(options.descriptions)
  return {
    get: (kind) => (isDescribedKind(kind) ? (described.find((each) => each.kind === kind) ?? null) : coded[kind]),
    described: described.map(({ spec }) => spec),
    hosted: described.map(({ kind, domain }) => ({ kind, domain })),
  }
}
