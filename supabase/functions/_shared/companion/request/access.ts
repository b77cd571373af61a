// Which member of an organisation may do what.
import { ApiError } from './errors.ts'
import type { Config, Member } from '../ports.ts'

/** The caller's organisation. Fails with `organization_not_found`. */
export function organizationOf(member: Member): string {
  if (member.organizationId === null) throw new ApiError('organization_not_found')
  return member.organizationId
}

/** Refuses roles that the setting does not name. Fails with `role_not_allowed`, `organization_not_found`. */
export function requireManager(member: Member, config: Config): string {
  const organization = organizationOf(member)
  if (config.manageRoles !== null && !config.manageRoles.has(member.role)) throw new ApiError('role_not_allowed')
  return organization
}
