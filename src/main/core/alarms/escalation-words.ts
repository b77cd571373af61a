// What people outside read: they see no app, so a message says which number, since when, why, and what was done about it.
import { durationText } from '../../../shared/words/duration'
import type { EscalationMessageType } from '../../../shared/model/escalation'
import type { EscalatedNumber } from '../../../shared/model/escalation-schema'
import type { Wording } from '../notices'

/** Names listed in full. */
const LISTED = 20
/** Characters of a name: it may come from a server. */
const NAME_LENGTH = 80

/** A message ready for any channel. */
export interface EscalationMessage {
  /** The same at every try. */
  readonly id: string
  readonly type: EscalationMessageType | 'drill'
  /** Epoch ms of its making. */
  readonly at: number
  /** Plain text in the operator's language. */
  readonly text: string
  readonly numbers: readonly EscalatedNumber[]
}

/** The text about numbers that are down, taken on, back, or no longer watched. `afterMinutes`: nobody reacted for so long. */
export function escalationText(wording: Wording, type: EscalationMessageType, numbers: readonly EscalatedNumber[], now: number, afterMinutes: number): string {
  const { t } = wording
  const [first] = numbers
  if (!first) return ''
  const title =
    numbers.length === 1 ? t(`escalation.message.${type}.one`, { name: nameOf(first) }) : t(`escalation.message.${type}.many`, { count: numbers.length })
  const lines = [title, ...(numbers.length === 1 ? about(wording, type, first, now) : list(wording, type, numbers, now))]
  if (type === 'down') lines.push(t('escalation.message.nobody', { count: afterMinutes }))
  return lines.join('\n')
}

function about({ t, time }: Wording, type: EscalationMessageType, number: EscalatedNumber, now: number): string[] {
  const where = t('escalation.message.connection', { connection: oneLine(number.connection) })
  const length = (until: number): string => durationText(t, until - number.since)
  if (type === 'down') {
    const cause = number.cause === 'by-operator' ? 'unspecified' : number.cause
    return [
      `${t(`desktop.drop.why.${cause}`)} ${t('desktop.reminder.body', { duration: length(now), time: time(number.since) })}`,
      t(`desktop.drop.next.${cause}`),
      where,
    ]
  }
  return type === 'recovered' ? [t('desktop.recovery.body', { duration: length(number.until ?? now) }), where] : [where]
}

function list({ t }: Wording, type: EscalationMessageType, numbers: readonly EscalatedNumber[], now: number): string[] {
  const lines = numbers.slice(0, LISTED).map((each) => {
    const length = durationText(t, (each.until ?? now) - each.since)
    const what = type === 'down' ? `${t(`desktop.status.${each.cause === 'by-operator' ? 'unspecified' : each.cause}`)}, ${length}` : length
    return `• ${nameOf(each)} (${oneLine(each.connection)}): ${what}`
  })
  return numbers.length > LISTED ? [...lines, t('desktop.tray.more', { count: numbers.length - LISTED })] : lines
}

const nameOf = ({ name }: EscalatedNumber): string => oneLine(name)

/** A line break in a name would forge a line of its own. */
function oneLine(text: string): string {
  return cutText(text.replace(/\s+/g, ' ').trim(), NAME_LENGTH)
}

/** At most so many characters, and never half an emoji: Telegram refuses a message that holds one. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
}
