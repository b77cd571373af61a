// All kinds of backend, by name. A new kind is one more line here.
import type { ConnectionKind } from '../../shared/connection-kinds'
import type { GatewayKind } from '../core/ports'
import { academyosKind } from './academyos/index'
import { sandboxKind, type SandboxKindOptions } from './sandbox'
import { wppPlatformKind } from './wpp-platform/index'

/** What the kinds need from the app. */
export interface RegistryOptions {
  readonly sandbox: SandboxKindOptions
}

/** Every kind of connection with its gateway. */
export function gatewayKinds(options: RegistryOptions): Readonly<Record<ConnectionKind, GatewayKind>> {
  return { academyos: academyosKind, 'wpp-platform': wppPlatformKind, sandbox: sandboxKind(options.sandbox) }
}
