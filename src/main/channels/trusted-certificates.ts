// The certificate authorities for connections that do not go through Chromium: mail servers of a company often have a certificate of its own authority.
import * as tls from 'node:tls'

let known: readonly string[] | undefined

/** PEM of the runtime's and the operating system's authorities; undefined where the runtime cannot read the system's (before Node 22.15). */
export function trustedCertificates(): readonly string[] | undefined {
  if (known || !('getCACertificates' in tls) || typeof tls.getCACertificates !== 'function') return known
  const read = tls.getCACertificates as (type: 'system') => readonly string[]
  // Reading takes some ms, so it is done once, at the first mail.
  known = [...tls.rootCertificates, ...read('system')]
  return known
}
