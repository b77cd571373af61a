// Structured logs: one JSON object a line. Callers pass no secret to a log; the redaction here is a second protection.

/** Facts of one line; values that are undefined are left out. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Writes lines that never hold a secret. */
export interface Log {
  info(message: string, facts?: Facts): void
  warn(message: string, facts?: Facts): void
  error(message: string, facts?: Facts): void
}

const SECRETS = [
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, // JWT
  /\b(?:key_[\w-]+|wpp_[\w-]{20,})/gi, // platform key
  /([?&](?:key|apikey|token)=)[^&\s]+/gi, // keys in addresses
  /(bearer\s+)[\w.~+/-]+=*/gi,
]

/** The text without anything that looks like a key or token. */
export function redact(text: string): string {
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, (_all, prefix: unknown) => `${typeof prefix === 'string' ? prefix : ''}[redacted]`), text)
}

/** A log whose lines carry `base` and go to `write`, redacted. */
export function createLog(base: Facts, write: (line: string) => void = (line) => console.log(line), now: () => Date = () => new Date()): Log {
  const say =
    (level: string) =>
    (message: string, facts: Facts = {}) => {
      write(redact(JSON.stringify({ at: now().toISOString(), level, message, ...base, ...facts })))
    }
  return { info: say('info'), warn: say('warn'), error: say('error') }
}
