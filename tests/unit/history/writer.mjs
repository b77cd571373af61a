// Writes changes to the history until it is killed, and tells of every 50 that are on disk. Argument: the database file.
import { createServer } from 'vite'

const vite = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { createHistoryFile } = await vite.ssrLoadModule('/src/main/history/history-file.ts')
const { runtimeSqlite } = await vite.ssrLoadModule('/src/main/history/sqlite.ts')
const log = { info() {}, warn() {}, error: (...line) => process.stderr.write(`${JSON.stringify(line)}\n`) }
const file = createHistoryFile({ path: process.argv[2], open: await runtimeSqlite(), clock: { now: () => 0, after: () => () => undefined }, log })
for (let at = 1; ; at += 1) {
  file.append([{ key: 'c1/s1', connectionId: 'c1', at, from: null, to: 'connected', cause: null, failure: null, evidence: null }])
  if (at % 50 === 0) await new Promise((done) => process.stdout.write(`${at}\n`, done))
}
