// All kinds of backend, in the order in which the welcome screen offers them. A new kind is one more line here.
import type { GatewayKind, GatewayKinds } from '../core/ports'
import { academyosKind } from './academyos/index'
import type { Description } from './described/description'
import { describedKinds } from './described/index'
import { evolutionKind } from './evolution/index'
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
export function createGatewayKinds(options: RegistryOptions): GatewayKinds {
  const coded = [academyosKind, wppPlatformKind, wppconnectKind, evolutionKind, wahaKind, createSandboxKind(options.sandbox)]
  const all: readonly GatewayKind[] = [...coded, ...describedKinds(options.descriptions)]
  return { all, get: (kind) => all.find(({ spec }) => spec.kind === kind) ?? null }
}
