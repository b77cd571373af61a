// Settings from the environment; the table of docs/server.md names them all.
import { ApiError } from './request/errors.ts'
import type { Config } from './ports.ts'

/** Reads one environment variable; undefined when it is not set. */
export type Environment = (name: string) => string | undefined

function positive(environment: Environment, name: string, fallback: number): number {
  const value = Number(environment(name) ?? '')
  return Number.isFinite(value) && value > 0 ? value : fallback
}

/** A required setting. Fails with `server_not_configured`. */
export function required(environment: Environment, name: string): string {
  const value = environment(name)?.trim() ?? ''
  if (value === '') throw new ApiError('server_not_configured', { sentence: `${name} not configured` })
  return value
}

/** The settings of the handlers. */
export function configFrom(environment: Environment): Config {
  const roles = (environment('WPP_MANAGE_ROLES') ?? '*')
    .split(',')
    .map((role) => role.trim())
    .filter(Boolean)
  const address = (...names: string[]) => names.map((name) => environment(name)?.trim() ?? '').find((value) => value !== '') ?? null
  return {
    platformSecret: environment('WPP_SECRET')?.trim() || null,
    manageRoles: roles.length === 0 || roles.includes('*') ? null : new Set(roles),
    // SUPABASE_URL is last: in a self-hosted compose file it is an address inside the compose network.
    webhookBase: address('WPP_WEBHOOK_BASE_URL', 'SELF_HOSTED_URL', 'SUPABASE_URL'),
    webhookForward: address('WPP_WEBHOOK_FORWARD_URL'),
    authDeadlineMs: positive(environment, 'WPP_AUTH_DEADLINE_MS', 5_000),
    createDeadlineMs: positive(environment, 'WPP_CREATE_DEADLINE_MS', 10_000),
    platformDeadlineMs: positive(environment, 'WPP_PLATFORM_DEADLINE_MS', 8_000),
    // Hosted workers end after 150 s (free plan) or 400 s.
    eventsLifeMs: positive(environment, 'WPP_EVENTS_LIFE_MS', 140_000),
    eventsPerCaller: positive(environment, 'WPP_EVENTS_PER_CALLER', 10),
    eventsPerOrganization: positive(environment, 'WPP_EVENTS_PER_ORGANIZATION', 200),
  }
}
