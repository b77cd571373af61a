// The whole watch, connected: what the app and the tests build.
export { createMonitor, type Monitor } from './monitor'
export type { MonitorView } from './monitored-parts'
