// "Collect a bundle for support": made, packed and saved in one click.
import { failed, success } from '../../../shared/model/failure'
import type { CallHandlers } from '../../../shared/ipc/contract'
import type { Clock } from '../ports'
import type { BundleFile } from './support-bundle'

interface SupportIntentsOptions {
  readonly clock: Clock
  collect(): Promise<readonly BundleFile[]>
  pack(files: readonly BundleFile[]): Promise<Uint8Array>
  /** Answers the name the file got; null = the disk refused. */
  save(name: string, content: Uint8Array): Promise<string | null>
}

/** The handler; fails with `not-saved`. */
export function createSupportHandlers({ clock, collect, pack, save }: SupportIntentsOptions): Pick<CallHandlers, 'support.bundle'> {
  return {
    'support.bundle': async () => {
      const stamp = new Date(clock.now()).toISOString().slice(0, 16).replace(/[T:]/g, '-')
      const path = await save(`wpp-companion-support-${stamp}.zip`, await pack(await collect()))
      return path === null ? failed('not-saved') : success({ path })
    },
  }
}
