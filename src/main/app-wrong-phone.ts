// Wiring of the wrong-phone guard: what the numbers look like in, one notice out.
import { numberName, phoneText } from '../shared/number-name'
import { noticeId, type Notice } from './core/notice'
import type { Wording } from './core/notice-words'
import { silenceNow } from './core/policy-room'
import type { Clock, Log } from './core/ports'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'
import { wrongPhoneGuard } from './core/wrong-phone'

interface AppWrongPhoneOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly snapshots: SnapshotStore
  mutedUntil(key: string): number | null
  wording(): Wording
  show(notice: Notice): void
  close(noticeId: string): void
}

/** Connects it; answers what ends it. */
export function appWrongPhone(options: AppWrongPhoneOptions): { dispose(): void } {
  const { clock, log, book, snapshots } = options
  const guard = wrongPhoneGuard({
    clock,
    silence(key) {
      const muted = options.mutedUntil(key)
      if (muted !== null) return { why: 'muted-number', until: muted }
      return silenceNow({ clock, preferences: () => book.current(), mutedUntil: () => book.current().mutedUntil }, 'critical')
    },
    tell(view) {
      const { t } = options.wording()
      const { key, connectionId } = view
      log.info('notice', { told: 'wrong-phone', about: [key] })
      const title = t('phone.notice.title', { name: numberName(view) })
      const body = t('phone.notice.body', { was: phoneText(view.phone ?? ''), is: phoneText(view.wrongPhone ?? '') })
      options.show({ id: noticeId('wrong-phone', key), category: 'wrong-phone', sessionKey: key, connectionId, keys: [], title, body, severity: 'critical', sound: book.current().sound })
    },
    keptQuiet: (key, silent) => log.info('notice', { silent, wrongPhone: true, about: [key] }),
    withdraw: (key) => options.close(noticeId('wrong-phone', key)),
  })
  const stop = snapshots.subscribe(({ upsert, remove }) => {
    for (const view of upsert) guard.seen(view)
    for (const key of remove) guard.removed(key)
  })
  return {
    dispose() {
      stop()
      guard.dispose()
    },
  }
}
