// Starts a lost session again, within limits.
export { createHealing, type Healing } from './healing'
