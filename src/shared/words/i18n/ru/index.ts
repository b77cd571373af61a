import { about } from './about'
import { alarms } from './alarms'
import { autopsy } from './autopsy'
import { desktop } from './desktop'
import { escalation } from './escalation'
import { failure } from './failure'
import { healing } from './healing'
import { history } from './history'
import { phone } from './phone'
import { support } from './support'
import { window } from './window'

/** Russian words: the language the product is written in; other languages follow its shape. */
export const ru = { about, alarms, autopsy, desktop, escalation, failure, healing, history, phone, support, window } as const
