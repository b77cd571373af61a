// Every kind whose server needs nothing but this process.
import { deployed } from './academyos'
import type { Adapter } from './adapter'
import { described } from './described'
import { evolution } from './evolution'
import { platform, sandbox } from './platform'
import { waha } from './waha'
import { wppconnect } from './wppconnect'

export const ADAPTERS: readonly Adapter[] = [deployed, platform, sandbox, wppconnect, evolution, waha, ...described]
