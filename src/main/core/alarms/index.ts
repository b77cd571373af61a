// Until somebody acts: alarms, reminders, escalation to people outside, its outbox, the fire drill.
export { createAlarms, type Alarms } from './alarms'
export { createEscalation, type Escalation } from './escalation'
export { cutText, escalationText, type EscalationMessage } from './escalation-words'
export { runFireDrill, type Way } from './fire-drill'
