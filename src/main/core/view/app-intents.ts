// What the operator can ask of the app itself: the snapshot, banners, the clipboard, links, the keychain, the window.
import type { CallHandlers } from '../../../shared/ipc/contract'
import { success } from '../../../shared/model/failure'
import type { SecretKeeper } from '../registry'
import type { SnapshotStore } from './snapshot-store'

interface AppIntentsOptions {
  readonly snapshots: SnapshotStore
  readonly keeper: Pick<SecretKeeper, 'unlock' | 'useMemory'>
  copy(text: string): Promise<void>
  openLink(link: 'troubleshooting' | 'whatsapp-linking'): Promise<void>
  readonly window: {
    /** Draws larger or smaller by one step; 0 = as at first. */
    zoom(step: -1 | 0 | 1): void
  }
}

type AppCalls = 'snapshot.get' | 'banner.dismiss' | 'keyring.unlock' | 'keyring.useMemory' | 'clipboard.copy' | 'link.open' | 'window.zoom'

/** The handlers; unlocking fails with `keyring-none` or `keyring-locked`. */
export function createAppHandlers({ snapshots, keeper, copy, openLink, window }: AppIntentsOptions): Pick<CallHandlers, AppCalls> {
  return {
    'snapshot.get': () => success(snapshots.current()),
    'banner.dismiss': ({ banner }) => {
      snapshots.set({ banners: snapshots.current().banners.filter((each) => each !== banner) })
      return success()
    },
    'keyring.unlock': () => keeper.unlock(),
    'keyring.useMemory': () => {
      keeper.useMemory()
      return success()
    },
    'clipboard.copy': async ({ text }) => {
      await copy(text)
      return success()
    },
    'link.open': async ({ link }) => {
      await openLink(link)
      return success()
    },
    'window.zoom': ({ step }) => {
      window.zoom(step)
      return success()
    },
  }
}
