// The log on disk, through electron-log: one line an event, ISO times, two files of limited size, nothing that looks like a secret.
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import type { Log } from '../../core/ports'
import { redactText, redactValue } from '../../core/support'

const MAX_SIZE = 1_000_000 // bytes; with the one older file 2 MB at most
const MAX_PART = 4_000 // characters of a message and of its facts: a huge answer must not push everything else out

/** A log whose file may be shown to the operator. */
export interface LogFile extends Log {
  readonly path: string
}

/**
 * Opens `main.log` in the folder; the older half is kept as `main.old.log`. A disk that refuses is told on stderr once and never throws.
 * electron-log's Node part is used: its main part opens an IPC channel of its own.
 */
export function createLogFile(parts: { readonly folder: string; readonly toConsole: boolean; readonly maxSize?: number }): LogFile {
  const path = join(parts.folder, 'main.log')
  const logger = electronLog.create({ logId: path })
  const { file, console: terminal } = logger.transports
  file.resolvePathFn = () => path
  file.maxSize = parts.maxSize ?? MAX_SIZE
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.level = 'silly'
  file.format = ({ message }) => [`${message.date.toISOString()} ${message.level.padEnd(5)} ${message.data.join(' ')}`]
  terminal.level = parts.toConsole ? 'silly' : false
  terminal.format = ({ message }) => [`${message.level} ${message.data.join(' ')}`]

  const write =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, facts?: Readonly<Record<string, unknown>>): void => {
      const line = [cut(oneLine(redactText(message))), ...(facts === undefined ? [] : [cut(json(redactValue(facts)))])]
      logger[level](...line)
    }
  return { path, info: write('info'), warn: write('warn'), error: write('error') }
}

/** A line break inside a message would forge a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ⏎ ')
}

/** Cut only after redaction, so that no half of a secret escapes it. */
function cut(text: string): string {
  return text.length > MAX_PART ? `${text.slice(0, MAX_PART)}… (${text.length} characters)` : text
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return '[facts cannot be written]'
  }
}
