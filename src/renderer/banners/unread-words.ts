// What of the settings could not be read, named for its banner.
import { useSnapshot } from '../bridge/companion-context'
import { useWords } from '../words/words-context'

/** Names spelled out; the others are counted. */
const MOST_NAMES = 5

/** `connections: A, B; 2 preferences`; empty where everything was readable. */
export function useUnreadWords(): string {
  const { t } = useWords()
  const { unread } = useSnapshot()
  if (!unread) return ''
  const { connections, numbers, preferences, skipped } = unread
  const named = (names: readonly string[]): string => {
    const first = names.slice(0, MOST_NAMES).join(', ')
    return names.length > MOST_NAMES ? t('window.banner.unread.more', { names: first, count: names.length - MOST_NAMES }) : first
  }
  return [
    ...(connections.length > 0 ? [t('window.banner.unread.connections', { names: named(connections) })] : []),
    ...(numbers.length > 0 ? [t('window.banner.unread.numbers', { names: named(numbers) })] : []),
    ...(preferences > 0 ? [t('window.banner.unread.preferences', { count: preferences })] : []),
    ...(skipped > 0 ? [t('window.banner.unread.skipped', { count: skipped })] : []),
  ].join('; ')
}
