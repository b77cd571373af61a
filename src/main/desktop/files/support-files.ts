// The machine's side of the support bundle: versions and the log files.
import { app } from 'electron'
import { readFile } from 'node:fs/promises'
import { arch, freemem, homedir, release, totalmem, uptime } from 'node:os'
import { join } from 'node:path'
import { runtimeVersions } from '../system/shell'

const LOGS = ['main.old.log', 'main.log'] as const

/** Where the person's own files are. */
export function homeFolder(): string {
  return homedir()
}

/** Versions and facts that explain trouble. */
export function machineFacts(): Readonly<Record<string, string | number | boolean>> {
  const desktop = { desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '', session: process.env['XDG_SESSION_TYPE'] ?? '' }
  return {
    ...runtimeVersions(),
    platform: process.platform,
    release: release(),
    arch: arch(),
    locale: app.getLocale(),
    packaged: app.isPackaged,
    ...desktop,
    uptimeSeconds: Math.round(process.uptime()),
    machineUptimeSeconds: Math.round(uptime()),
    memoryMb: Math.round(totalmem() / 2 ** 20),
    freeMemoryMb: Math.round(freemem() / 2 ** 20),
    rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  }
}

/** The log files that exist, older first. */
export async function readLogs(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const read = await Promise.all(LOGS.map(async (name) => ({ name, text: await readFile(join(app.getPath('logs'), name), 'utf8').catch(() => null) })))
  return read.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]))
}
