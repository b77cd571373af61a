// Signing in: the fields, the password, then the proof that this backend's functions answer. The keychain is written last, so a failure leaves nothing.
import { failed, success, type Failure, type Outcome } from '../../../shared/failure'
import type { GatewayEnvironment, SignedIn, SignInRequest } from '../../core/ports'
import { parseAddress } from '../address'
import { authCalls, type AuthCalls, type Tokens } from './auth-calls'
import { atSignIn } from './auth-failures'
import { detectFlavour } from './flavour'
import { functionsClient } from './functions-client'
import { FLAVOUR, heldToken, PUBLIC_KEY } from './gateway'
import { loginsOf } from './logins'
import { SESSION_SLOT } from './token-keeper'

/** Fact under which the login is kept, shown beside the connection's name. */
const LOGIN = 'login'

/** Proves login and password, finds out which functions answer, keeps the refresh token. */
export async function signIn(request: SignInRequest, environment: GatewayEnvironment, signal: AbortSignal): Promise<Outcome<SignedIn>> {
  const { fields, facts, secrets } = request
  const address = parseAddress(fields['address'] ?? request.address)
  if (!address.ok) return address
  const publicKey = (fields[PUBLIC_KEY] ?? facts[PUBLIC_KEY] ?? '').trim()
  const badKey = faultOfKey(publicKey)
  if (badKey) return { ok: false, failure: badKey }
  const login = (fields[LOGIN] ?? facts[LOGIN] ?? '').trim()
  const password = fields['password'] ?? ''
  if (password === '') return failed('invalid-input', { field: 'password' })

  const calls = authCalls(address.value, publicKey, environment)
  const tokens = await tryLogins(calls, login, password, signal)
  if (!tokens.ok) return tokens
  // Whatever fails from here on, the server must not keep a sign-in that this app does not. Nobody waits for that, and a cancelled signal must not stop it.
  const giveUp = (failure: Failure): Outcome<never> => {
    void calls.logout(tokens.value.access, new AbortController().signal)
    return { ok: false, failure }
  }
  if (tokens.value.halfWay) return giveUp({ code: 'mfa-required' })

  const call = functionsClient({ address: address.value, publicKey, tokens: heldToken(tokens.value.access), environment })
  const flavour = await detectFlavour(call, signal)
  if (!flavour.ok) return giveUp(atSignIn(flavour.failure))
  if (signal.aborted) return giveUp({ code: 'cancelled' })
  const written = await secrets.write(SESSION_SLOT, tokens.value.refresh)
  if (!written.ok) return giveUp(written.failure)
  return success({ address: address.value, facts: { [PUBLIC_KEY]: publicKey, [LOGIN]: login, [FLAVOUR]: flavour.value } })
}

async function tryLogins(calls: AuthCalls, login: string, password: string, signal: AbortSignal): Promise<Outcome<Tokens>> {
  let first: Failure | null = null
  for (const each of loginsOf(login)) {
    const tokens = await calls.password(each, password, signal)
    if (tokens.ok) return tokens
    first ??= tokens.failure
    // Only "no such login or password" lets the next spelling have a try; anything else would be the same again.
    const tryNext = tokens.failure.code === 'sign-in-wrong' || tokens.failure.code === 'not-allowed'
    if (!tryNext) return { ok: false, failure: first.code === 'sign-in-wrong' && tokens.failure.code === 'invalid-input' ? first : tokens.failure }
  }
  return { ok: false, failure: first ?? { code: 'invalid-input', field: LOGIN } }
}

/** A key that cannot be a public one. A service key must never be kept by an app: it opens the whole database. */
function faultOfKey(key: string): Failure | null {
  const wrong: Failure = { code: 'invalid-input', field: PUBLIC_KEY }
  if (!/^[\x21-\x7e]{1,4096}$/.test(key) || key.startsWith('sb_secret_')) return wrong
  const claims = key.split('.')[1]
  return claims !== undefined && /"role"\s*:\s*"service_role"/.test(decoded(claims)) ? wrong : null
}

function decoded(part: string): string {
  try {
    return atob(part.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
