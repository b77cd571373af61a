// PostgreSQL's notifications as the feed sees them.
import { createChangeFeed, type ChangeFeed, type Notifications } from '../../../supabase/functions/_shared/companion/events/feed.ts'
import { ORGANIZATION } from './fakes'

/** Time between beats, ms. */
export const BEAT = 1_000

/** Notifications of a database that can go deaf, refuse, or change its connection. */
export class FakeNotifications implements Notifications {
  deaf = false
  refuses = false
  listenings = 0
  open = 0
  private hear: ((payload: string) => void) | null = null
  private relisten: () => void = () => undefined
  async listen(_channel: string, onNotify: (payload: string) => void, onListen: () => void) {
    this.listenings += 1
    if (this.refuses) throw new Error('connection refused')
    this.open += 1
    this.hear = onNotify
    this.relisten = onListen
    onListen()
    return { unlisten: async () => void (this.open -= 1) }
  }
  async notify(_channel: string, payload: string) {
    if (!this.deaf) this.hear?.(payload)
  }
  tell(id: number, organization = ORGANIZATION, more: object = {}): void {
    this.hear?.(JSON.stringify({ id: String(id), organization_id: organization, session: 's', status: 'connected', source: 'webhook', ...more }))
  }
  raw(payload: string): void {
    this.hear?.(payload)
  }
  newConnection(): void {
    this.relisten()
  }
}

/** A feed over such a database; its beats come every second. */
export function feedRig(): { database: FakeNotifications; feed: ChangeFeed } {
  const database = new FakeNotifications()
  return { database, feed: createChangeFeed({ database, name: 'me', beatMs: BEAT, firstBeatMs: 500 }) }
}
