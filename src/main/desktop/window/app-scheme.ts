// The window's pages come from our own scheme: a fixed map of bundled files, each with a Content-Security-Policy.
import { app, protocol } from 'electron'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

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

/** Serves the files of `folder`, and nothing else, under our scheme. */
export function serveAppScheme(folder: string): void {
  const files = new Map(listFiles(folder).map((file) => [`${ORIGIN}/${relative(folder, file).split(sep).join('/')}`, file]))
  protocol.handle(SCHEME, async (request) => {
    const file = files.get(request.url.split(/[?#]/)[0] ?? '')
    if (!file || request.method !== 'GET') return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    })
  })
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}
