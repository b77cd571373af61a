// Reads what to clean up from stdin; when the pipe closes without "done", its parent was killed, and it cleans up.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

const pids = new Set()
const folders = new Set()
let done = false

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const [word, ...rest] = line.split(' ')
  const value = rest.join(' ')
  if (word === 'pid') pids.add(Number(value))
  if (word === 'forget') pids.delete(Number(value))
  if (word === 'folder') folders.add(value)
  if (word === 'done') done = true
})
lines.on('close', () => {
  if (done) process.exit(0)
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // The process has ended already.
    }
  }
  // Killed processes need a moment until their files can be removed.
  setTimeout(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    process.exit(0)
  }, 300)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
