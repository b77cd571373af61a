// The window's pages come from our own scheme: a fixed map of bundled files, each with a Content-Security-Policy.
import { app, protocol } from 'electron'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { withSnapshot } from './page-snapshot'

const SCHEME = 'companion'
const ORIGIN = `${SCHEME}://app`
/** Address of the window's page. */
export const PAGE_URL = `${ORIGIN}/index.html`

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** True for a page of ours; in development also for the dev server's page. */
export function isOwnPage(url: string): boolean {
  if (url.startsWith(`${ORIGIN}/`)) return true
  const devServer = devServerUrl()
  return devServer !== null && url.startsWith(devServer)
}

/** Address of the development server, set by electron-vite in `npm run dev` only. */
export function devServerUrl(): string | null {
  const url = process.env['ELECTRON_RENDERER_URL'] ?? ''
  return !app.isPackaged && /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+/.test(url) ? url : null
}

/** Loads Node's HTTP classes, of which each answer is made. The first use takes some 15 ms; called while the page's process starts, nobody waits for them. */
export function loadHttpClasses(): void {
  Response.error()
}

/** Gives the page the snapshot that it draws first; without one it asks for it. */
export interface PageSnapshot {
  /** From now on the page gets what this answers, as JSON. */
  takenFrom(source: () => string): void
}

/**
 * Serves the files of `folder`, and nothing else, under our scheme. They are read synchronously: an answer that waits for another turn of the event loop would
 * wait for the app's own code, which is loaded meanwhile.
 * `first` is the snapshot that the page gets until another source is named, as JSON; null = none.
 */
export function serveAppScheme(folder: string, first: string | null): PageSnapshot {
  const files = new Map(listFiles(folder).map((file) => [`${ORIGIN}/${relative(folder, file).split(sep).join('/')}`, file]))
  let given = first
  let snapshot: () => string | null = () => given
  protocol.handle(SCHEME, (request) => {
    const url = request.url.split(/[?#]/)[0] ?? ''
    const file = files.get(url)
    if (!file || request.method !== 'GET') return new Response('Not found', { status: 404 })
    const content = url === PAGE_URL ? withSnapshot(readFileSync(file, 'utf8'), snapshot()) : new Uint8Array(readFileSync(file))
    return new Response(content, {
      headers: {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        // No Cross-Origin-Opener-Policy: no page can open another here, and it would throw away the process that already waits for the page.
      },
    })
  })
  return {
    takenFrom(source) {
      snapshot = source
      given = null
    },
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}
