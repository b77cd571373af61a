// What people paste into a field: the value with whatever came along when it was copied out of a chat, a mail, a log or a JSON file.
import type { Failure } from '../../../shared/model/failure'

/** Characters that nobody sees: format and control characters and blank letters, other than space and line breaks. */
const INVISIBLE = /(?!\s)[\p{Cc}\p{Cf}]|\p{Default_Ignorable_Code_Point}|\u2800/gu
/** Two of them separate letters in names of some scripts (Persian, Hindi), also in host names. */
const JOINERS = /[\u200c\u200d]/
const JOINED_SCRIPTS = /[\u0600-\u0dff]/
/** Quotes of all languages. No address, key or session begins or ends with one. */
const QUOTES = '"\'`´«»‹›“”„‟‘’‚‛＂＇'
/** A backslash stands before quotes in JSON that was put into JSON. */
const EDGES = new RegExp(`^[${QUOTES}<\\\\]+|[${QUOTES}>\\\\]+$`, 'g')
const BRACKETS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]
/** `[::1]` is an address of its own. */
const IPV6 = /^\[[0-9a-f:.]*:[0-9a-f:.]*\]/i
/** How a key is written in headers, JSON and files of settings. */
const KEY_LABEL =
  /^(?:authorization["']?\s*[:=]\s*|(?:x-)?api[-_ ]?key["']?\s*[:=]\s*|(?:export\s+)?[A-Z][A-Z0-9_]*_?(?:KEY|TOKEN|SECRET)\s*=\s*|(?:(?:client|access)[-_ ]?)?(?:secret(?:[-_ ]?key)?|token)["']?\s*[:=]\s*|bearer(?:\s*:?\s+|$))/i
/** A masked value: dots, stars or bullets stand for what is hidden. */
const MASK = /\*{2,}|\.{3}|[\u2022\u25cf\u2219\u00b7\u2026]/

/** The value without what certainly does not belong to it: invisible characters, space, quotes and brackets around it, a comma after it. */
export function cleanPasted(text: string): string {
  return peeled(text, null)
}

/** The same for a key or token; also without the name before it: `Bearer …`, `apikey: …`, `API_KEY=…`. */
export function cleanPastedKey(text: string): string {
  return peeled(text, KEY_LABEL)
}

/** What makes a cleaned value of printable ASCII unusable, in words for its field; null if nothing does. Says nothing of an empty one. */
export function faultOfPasted(value: string, field: string): Failure | null {
  if (/\s/.test(value)) return { code: 'pasted-space', field }
  return /[^\x21-\x7e]/.test(value) || MASK.test(value) ? { code: 'pasted-characters', field } : null
}

function peeled(text: string, label: RegExp | null): string {
  const seen = text.replace(INVISIBLE, (character) => (JOINERS.test(character) && JOINED_SCRIPTS.test(text) ? character : ''))
  // Layers lie in any order, `<"https://…">,` among them.
  for (let value = seen.trim(); ; ) {
    // JSON may write a slash with a backslash before it.
    const inner = withoutBrackets(
      value
        .replaceAll('\\/', '/')
        .replace(/[,;]+$/, '')
        .replace(EDGES, ''),
    ).trim()
    const bare = label ? inner.replace(label, '') : inner
    if (bare === value) return value
    value = bare
  }
}

function withoutBrackets(value: string): string {
  const around = BRACKETS.some(([open, close]) => value.startsWith(open) && value.endsWith(close))
  return around && value.length > 1 && !IPV6.test(value) ? value.slice(1, -1) : value
}
