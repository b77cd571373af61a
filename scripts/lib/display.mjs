// A display for the app: the existing screen, or a virtual one.
import { spawn } from 'node:child_process'

/** True when there is a screen (always true on other systems than Linux). */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Starts Xvfb on a free display; answers `{ name, stop }`. Rejects when Xvfb ends before it is ready. */
export function virtualDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', () => reject(new Error('Xvfb ended before it was ready')))
    server.stdio[3].once('data', (chunk) => resolve({ name: `:${String(chunk).trim()}`, stop: () => server.kill() }))
  })
}
