// What stands in an answer and makes it worthless, whatever else it says.
import type { Kind } from './kinds'

const OTHER = '79000000043'
/** What stands beside a state or a code and makes it worthless, whoever sends it. */
export const SPOILERS: readonly object[] = [
  ...[false, 'false', 0, 'no', null, {}].flatMap((each) => [{ success: each }, { ok: each }, { Success: each }]),
  ...['boom', {}, ['boom'], 17, true, 'not connected'].flatMap((each) => [{ error: each }, { errors: each }, { Error: each }]),
]
/** Another number, or none that can be read, for the kinds that name the session. */
export const OTHERS: readonly object[] = [
  ...[OTHER, Number(OTHER), {}, [], true, 1.5, ''].flatMap((each) => [{ session: each }, { session_id: each }, { accountNumber: each }, { sessionName: each }]),
]
/** What a description says about whom an answer speaks. */
const ABOUT: Readonly<Record<string, string>> = { 'green-api': 'idInstance', 'z-api': 'instanceId', whapi: 'channel_id', wappi: 'profile_id' }
export const isDescribed = ({ name }: Kind): boolean => name in ABOUT || name === 'fonnte'
export const othersOf = (kind: Kind): readonly object[] => {
  if (!isDescribed(kind)) return OTHERS
  const place = ABOUT[kind.name]
  return place === undefined ? [] : [OTHER, Number(OTHER), {}, true, ''].map((each) => ({ [place]: each }))
}
