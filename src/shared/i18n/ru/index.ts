import { alarms } from './alarms'
import { desk } from './desk'
import { failure } from './failure'
import { history } from './history'
import { kinds } from './kinds'
import { window } from './window'

/** Russian words: the language the product is written in; other languages follow its shape. */
export const ru = { alarms, desk, failure, history, kinds, window } as const
