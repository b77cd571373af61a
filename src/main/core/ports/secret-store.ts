// Secrets: the OS keychain, and the part of it that one connection owns.
import type { Outcome } from '../../../shared/model/failure'
import type { Cancel } from './clock'

/** What the OS keyring says. `none` = no Secret Service or no default collection. */
export type KeyringState = 'unlocked' | 'locked' | 'none'

/** The OS keychain. Failures: `keyring-none`, `keyring-locked`, `keyring-timeout`. A locked keyring never reads as null. */
export interface SecretStore {
  state(): Promise<KeyringState>
  /** Asks the OS to show its unlock prompt; settles when answered, dismissed or timed out. */
  unlock(): Promise<KeyringState>
  read(account: string): Promise<Outcome<string | null>>
  write(account: string, secret: string): Promise<Outcome>
  erase(account: string): Promise<Outcome>
  /** The keyring appeared, vanished, was locked or unlocked. */
  onChange(listener: (state: KeyringState) => void): Cancel
}

/** Secrets of one connection, by slot. The kind of the connection names its slots: see {@link GatewayKind}. */
export interface SecretSlots {
  read(slot: string): Promise<Outcome<string | null>>
  write(slot: string, secret: string): Promise<Outcome>
  erase(slot: string): Promise<Outcome>
}
