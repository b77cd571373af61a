// What the app knows: connections, numbers, settings and secrets.
export { namedConnection, nameSimulations } from './connection-names'
export { createConnections, type Connections } from './connections'
export { createNumbers, type Numbers } from './numbers'
export { createSecretKeeper, type SecretKeeper } from './secret-keeper'
export { createSettingsRepository, type SettingsRepository } from './settings-repository'
