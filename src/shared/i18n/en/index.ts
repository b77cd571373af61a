import { alarms } from './alarms'
import type { Words } from '../shape'
import { desk } from './desk'
import { escalation } from './escalation'
import { failure } from './failure'
import { history } from './history'
import { kinds } from './kinds'
import { phone } from './phone'
import { support } from './support'
import { window } from './window'

/** English words. */
export const en: Words = { alarms, desk, escalation, failure, history, kinds, phone, support, window }
