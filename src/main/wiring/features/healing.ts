// Self-healing, as the operator ends it for one number.
import { createHealingHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** Answers "stop, I will see to it". */
export const healing: Feature = {
  name: 'healing',
  start: ({ settings, monitor }) => ({ handlers: createHealingHandlers({ settings, healing: monitor.healing }) }),
}
