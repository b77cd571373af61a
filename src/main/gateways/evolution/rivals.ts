// Two servers that take one session from each other: WhatsApp closes each in turn with 440, and each connects again by itself, about once a second.
import type { Clock } from '../../core/ports'

/** So many closes within {@link WITHIN} are a fight; one happens when a server is moved. */
const FIGHT = 3
/** ms. A fight without a further close for so long is over. */
const WITHIN = 60_000
/** So many looks in a row that find the instance open end the fight, whatever is still pushed. */
const PEACE = 10

interface Fight {
  readonly closes: number[]
  /** A look found the instance not open since the fight began: pushed events alone prove nothing. */
  proven: boolean
  opens: number
}

/** The fights of a server's instances. */
export function createRivals({ now }: Clock) {
  const fights = new Map<string, Fight>()

  function current(name: string): Fight | null {
    const fight = fights.get(name)
    if (!fight) return null
    const recent = fight.closes.filter((at) => now() - at < WITHIN)
    if (recent.length > 0) return fight
    fights.delete(name)
    return null
  }

  return {
    /** WhatsApp closed the instance in favour of another server. */
    closed(name: string): void {
      const fight = current(name) ?? { closes: [], proven: false, opens: 0 }
      fight.closes.push(now())
      fight.closes.splice(0, fight.closes.length - FIGHT)
      fights.set(name, fight)
    },

    /** A look at the instance found it open, or not. True = it is being fought over: not open is "replaced", and open lasts for a moment. */
    isFought(name: string, open: boolean): boolean {
      const fight = current(name)
      if (!fight || fight.closes.filter((at) => now() - at < WITHIN).length < FIGHT) return fight?.proven === true
      fight.proven ||= !open
      fight.opens = open ? fight.opens + 1 : 0
      if (fight.opens >= PEACE) fights.delete(name)
      return fight.proven && fight.opens < PEACE
    },
  }
}
