// Where messages go, as addresses.
import type { EscalationChannel } from '../../shared/model/escalation'
import type { EscalationChoice } from '../../shared/model/escalation-schema'
import { isLoopback } from '../gateways/http/address'
import { TELEGRAM } from './telegram'

/** Where a channel sends to, as an address: only one of this computer may have other durations. Empty = the channel is not set up. */
export function channelAddress(channel: EscalationChannel, { webhook, email }: Pick<EscalationChoice, 'webhook' | 'email'>, telegram: string): string {
  if (channel === 'telegram') return telegram
  return channel === 'webhook' ? (webhook?.origin ?? '') : `http://${email?.host ?? ''}`
}

/** The Bot API. A test may put a stand-in in its place (null = none does), on this computer only. */
export function telegramAddress(instead: string | null): string {
  return instead !== null && isLoopback(instead) ? instead : TELEGRAM
}
