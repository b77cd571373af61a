// Russian words of the window, one file for each screen.
import { form, welcome } from './connect'
import { app, banner } from './frame'
import { card, cause, confirm, pair } from './number'
import { connection, list, status } from './numbers'
import { settings } from './settings'
import { sandbox } from './simulator'
import { time } from './time'

/** Words of the window: screens, cards, dialogs. */
export const window = { app, welcome, form, list, connection, status, card, cause, confirm, pair, settings, banner, sandbox, time } as const
