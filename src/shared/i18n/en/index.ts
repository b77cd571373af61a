import { alarms } from './alarms'
import type { Words } from '../shape'
import { desk } from './desk'
import { failure } from './failure'
import { history } from './history'
import { kinds } from './kinds'
import { window } from './window'

/** English words. */
export const en: Words = { alarms, desk, failure, history, kinds, window }
