// "Collect a bundle for support": made, packed and saved in one click.
import { failed, success } from '../../../shared/model/failure'
import type { CallHandlers } from '../../../shared/ipc/contract'
import type { Clock } from '../ports'
import type { BundleFile, BundleInput } from './support-bundle'

interface SupportIntentsOptions {
  readonly clock: Clock
  /** All that goes into the bundle. */
  collect(): Promise<BundleInput>
  pack(files: readonly BundleFile[]): Promise<Uint8Array>
  /** Answers the name the file got; null = the disk refused. */
  save(name: string, content: Uint8Array): Promise<string | null>
}

/** The handler; fails with `not-saved`. */
export function createSupportHandlers({ clock, collect, pack, save }: SupportIntentsOptions): Pick<CallHandlers, 'support.bundle'> {
  return {
    'support.bundle': async () => {
      // Loaded when somebody asks for one: the start of the app is quicker without it.
      const { supportBundle } = await import('./support-bundle')
      const stamp = new Date(clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, '-')
      const path = await save(`wpp-companion-support-${stamp}.zip`, await pack(await supportBundle(await collect())))
      return path === null ? failed('not-saved') : success({ path })
    },
  }
}
