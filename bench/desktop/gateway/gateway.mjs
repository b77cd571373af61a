// The measurements' backend, in a process of its own: the functions' answers over a table in memory. Started by gateway-process.ts.
import { runnerImport } from 'vite'

const { module } = await runnerImport(new URL('./gateway.ts', import.meta.url).pathname, { configFile: false, logLevel: 'error' })
module.serveGateways()
