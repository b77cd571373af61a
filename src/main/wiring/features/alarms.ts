// Alarms and the mute of one number, as the window asks for them.
import { createAlarmHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** Answers "I know" and "mute this number". */
export const alarms: Feature = {
  name: 'alarms',
  start: ({ settings, monitor }) => ({ handlers: createAlarmHandlers({ settings, alarms: monitor.alarms, mute: monitor.muteNumber }) }),
}
