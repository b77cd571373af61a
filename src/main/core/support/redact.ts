// Removes whatever looks like a secret from log lines. It is the second safeguard: callers log no secret in the first place.

/** What stands in the place of a secret. */
const REDACTED = '[redacted]'

const SECRET_NAME =
  'pass(?:word|wd|phrase)?|pwd|secret|api[-_ ]?key|public[-_ ]?key|anon[-_ ]?key|service[-_ ]?role[-_ ]?key|private[-_ ]?key|(?:access|refresh|id|auth|bearer|session)[-_ ]?token|token|authorization|cookie|set-cookie'

/** Replaced in this order: the named and the framed first. Repeats are bounded, so that no line takes more than linear time. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // eyJ… is base64url of `{"`: a JSON Web Token, whole or cut short
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){0,2}/g, REDACTED],
  [/\b(Bearer|Basic|Digest|Negotiate)\s+[^\s"',;]+/gi, `$1 ${REDACTED}`],
  [/\b(key|sk|pk|sb_secret|sb_publishable|sbp)_[\w\u2022*-]+/g, `$1_${REDACTED}`],
  // A Telegram bot's token, alone or in an address.
  [/(\d{6,12}):[\w-]{30,64}/g, `$1:${REDACTED}`],
  // What an address carries as its key, whatever it looks like.
  [/([?&](?:key|sig|signature|hash|auth|code|credential)=)[^&\s"'#\\]+/gi, `$1${REDACTED}`],
  // https://user:password@host
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@"']+@/gi, `$1${REDACTED}@`],
  // "password":"…" (quotes may be escaped by an outer JSON), then password=… and password: …
  [new RegExp(`(["'\\\\]{1,8}[\\w.-]{0,40}(?:${SECRET_NAME})["'\\\\]{1,8}\\s{0,8}:\\s{0,8}\\\\{0,8}["'])(?:\\\\.|[^"'\\\\])*`, 'gi'), `$1${REDACTED}`],
  [
    new RegExp(
      `((?:^|[^a-z"'])[\\w.-]{0,40}(?:${SECRET_NAME})\\s{0,8}[=:]\\s{0,8})(?!\\[redacted\\]|(?:Bearer|Basic|Digest|Negotiate)\\s)("[^"]*"|'[^']*'|[^\\s&"',;}\\])]+)`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
]

/** Candidates for a random token: long runs of the alphabets of hex, base64 and base64url. */
const LONG_RUN = /[A-Za-z0-9+/_-]{24,}={0,2}/g

/** Blots out everything in a text that looks like a secret. */
export function redactText(text: string): string {
  let result = text
  for (const [pattern, replacement] of RULES) result = result.replace(pattern, replacement)
  return result.replace(LONG_RUN, (run) => (looksRandom(run) ? REDACTED : run))
}

/** Blots out secrets anywhere in a value that is about to be logged; errors become plain objects, bytes their count. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return redactText(String(value))
  if (typeof value !== 'object' || value === null) return value
  if (depth > 5) return '[deeper]'
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Map || value instanceof Set) return redactValue([...value], depth)
  if (Array.isArray(value)) return value.map((each) => redactValue(each, depth + 1))
  const named = new RegExp(`(?:${SECRET_NAME})$`, 'i')
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [redactText(key), named.test(key) && hidable(each) ? REDACTED : redactValue(each, depth + 1)]),
  )
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause, ...rest } = error
  return {
    name,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redactValue(cause, depth + 1) }),
    ...(redactValue(rest, depth + 1) as object),
  }
}

/** Yes/no and "nothing" under a secret's name are facts worth keeping. */
function hidable(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && typeof value !== 'boolean'
}

/** Tells a random token from a path, a word or a date: UUIDs, file paths and identifiers stay readable. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(run)) return false
  const longest = run.split(/[/_-]/).reduce((most, part) => Math.max(most, part.length), 0)
  if (/^[0-9a-f]+$/i.test(run)) return run.length >= 32 && /\d/.test(run)
  const mixed = /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run)
  return mixed && (run.endsWith('=') || run.includes('+') || longest >= 20 || (run.length >= 40 && longest >= 14 && !run.startsWith('/')))
}
