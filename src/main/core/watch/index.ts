// When and whom to ask: requests and commands, their schedule, lists and events in place of single requests, and the registry of the watched numbers.
export type { PollLimits } from './schedule/connection-queues'
export { createSessionWatcher } from './session-watcher'
export type { SessionWatcher } from './watcher'
