import { about } from './about'
import { alarms } from './alarms'
import type { Words } from '../ru/shape'
import { autopsy } from './autopsy'
import { desktop } from './desktop'
import { escalation } from './escalation'
import { failure } from './failure'
import { healing } from './healing'
import { history } from './history'
import { phone } from './phone'
import { support } from './support'
import { window } from './window'

/** English words. */
export const en: Words = { about, alarms, autopsy, desktop, escalation, failure, healing, history, phone, support, window }
