// What the operator can ask of the app itself: the snapshot, banners, the clipboard, links, the keychain.
import type { CallHandlers } from '../../../shared/ipc/contract'
import { success } from '../../../shared/model/failure'
import type { SecretKeeper } from '../registry'
import type { SnapshotStore } from './snapshot-store'

interface AppIntentsOptions {
  readonly snapshots: SnapshotStore
  readonly keeper: Pick<SecretKeeper, 'unlock' | 'useMemory'>
  copy(text: string): Promise<void>
  openLink(link: 'troubleshooting' | 'whatsapp-linking'): Promise<void>
}

type AppCalls = 'snapshot.get' | 'banner.dismiss' | 'keyring.unlock' | 'keyring.useMemory' | 'clipboard.copy' | 'link.open'

/** The handlers; unlocking fails with `keyring-none` or `keyring-locked`. */
export function createAppHandlers({ snapshots, keeper, copy, openLink }: AppIntentsOptions): Pick<CallHandlers, AppCalls> {
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
  }
}
