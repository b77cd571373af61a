// `npm run dev`: the app with hot reload of the window and restart on changes of main and preload.
import { spawn } from 'node:child_process'
import { hasDisplay, virtualDisplay } from './lib/display.mjs'
import { bin, ROOT } from './lib/exec.mjs'
import { run, say } from './lib/say.mjs'
import { sandboxFlags } from './lib/sandbox.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensurePackages } from './system-packages.mjs'

await run(async () => {
  const visible = hasDisplay()
  await ensurePackages(visible ? 'run' : 'display')
  const runtime = await ensureRuntime()
  const screen = visible ? null : await virtualDisplay()
  if (screen) say(`No display here: the app runs under a virtual one (DISPLAY=${screen.name}).`)
  const env = { ...process.env, ELECTRON_EXEC_PATH: runtime.executable, ...(screen ? { DISPLAY: screen.name } : {}) }
  const flags = sandboxFlags(runtime).length > 0 ? ['--noSandbox'] : []
  const server = spawn(bin('electron-vite'), ['dev', '--watch', ...flags, ...process.argv.slice(2)], { cwd: ROOT, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  const code = await new Promise((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', (exit, signal) => resolve(signal ? 0 : exit))
  })
  screen?.stop()
  return code
})
