// Time: due times of many keys on one timer, and work that repeats.
export { repeat } from './repeat'
export { createTimerQueue } from './timer-queue'
