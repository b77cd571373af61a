// Texts that leave the computer: redaction, masks, the support bundle. Beside them, what the app is made of.
export { createAboutHandlers } from './about-intents'
export { redactText, redactValue } from './redact'
export { createSupportHandlers } from './support-intents'
