// `npm start`: installs packages and runtime and builds if needed, then runs the app. Arguments after `--` go to the app.
import { spawn } from 'node:child_process'
import { build } from './lib/build.mjs'
import { hasDisplay, virtualDisplay } from './lib/display.mjs'
import { ROOT } from './lib/exec.mjs'
import { run, say } from './lib/say.mjs'
import { sandboxFlags } from './lib/sandbox.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensurePackages } from './system-packages.mjs'

await run(async () => {
  const visible = hasDisplay()
  await ensurePackages(visible ? 'run' : 'display')
  const runtime = await ensureRuntime()
  await build()
  const flags = sandboxFlags(runtime)
  const env = { ...process.env }
  let screen = null
  if (!visible) {
    screen = await virtualDisplay()
    env.DISPLAY = screen.name
    say(`No display here: the app runs under a virtual one (DISPLAY=${screen.name}) and nobody sees its window. Ctrl+C ends it.`)
  }
  say(`Starting WPP Companion on Electron ${runtime.version} …`)
  const app = spawn(runtime.executable, ['.', ...flags, ...process.argv.slice(2)], { cwd: ROOT, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.kill(signal))
  const code = await new Promise((resolve, reject) => {
    app.on('error', reject)
    app.on('exit', (exit, signal) => resolve(signal ? 0 : exit))
  })
  screen?.stop()
  return code
})
