// Signing in: checks the fields, then the password, then that the functions answer. The keychain is written last, so a failure leaves nothing in it.
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { GatewayEnvironment, SignedIn, SignInRequest } from '../../core/ports'
import { addressOf } from '../http/address'
import { failureAtSignIn } from '../http/http-errors'
import { cleanPasted, cleanPastedKey, faultOfPasted } from '../http/pasted'
import { createAuthCalls, type AuthCalls, type Tokens } from './auth/auth-calls'
import { detectFlavour } from './flavour'
import { createFunctionsClient } from './functions-client'
import { FLAVOUR, createHeldToken, PUBLIC_KEY } from './gateway'
import { loginsOf } from './auth/logins'
import { SESSION_SLOT } from './auth/token-keeper'

/** Fact under which the login is kept, shown beside the connection's name. */
const LOGIN = 'login'

/** Proves login and password, finds out which functions answer, keeps the refresh token. */
export async function signIn(request: SignInRequest, environment: GatewayEnvironment, signal: AbortSignal): Promise<Outcome<SignedIn>> {
  const { fields, facts, secrets } = request
  const found = addressOf(request)
  if (!found.ok) return found
  const { address } = found.value
  const publicKey = cleanPastedKey(fields[PUBLIC_KEY] ?? facts[PUBLIC_KEY] ?? '')
  const badKey = faultOfKey(publicKey)
  if (badKey) return { ok: false, failure: badKey }
  const login = cleanPasted(fields[LOGIN] ?? facts[LOGIN] ?? '').replace(/^mailto:/i, '')
  if (login.includes('@') && /\s/.test(login)) return failed('pasted-space', { field: LOGIN })
  // As it was typed: quotes and spaces may belong to a password.
  const password = fields['password'] ?? ''
  if (password === '') return failed('invalid-input', { field: 'password' })

  const calls = createAuthCalls(address, publicKey, environment)
  const tokens = await tryLogins(calls, login, password, signal)
  if (!tokens.ok) return tokens
  // If anything fails from here on, the sign-in is ended on the server too. Nobody waits for that call, and a cancelled signal must not stop it.
  const giveUp = (failure: Failure): Outcome<never> => {
    void calls.logout(tokens.value.access, new AbortController().signal)
    return { ok: false, failure }
  }
  if (tokens.value.halfWay) return giveUp({ code: 'mfa-required' })

  const call = createFunctionsClient({ address, publicKey, tokens: createHeldToken(tokens.value.access), environment })
  const flavour = await detectFlavour(call, signal)
  if (!flavour.ok) return giveUp(failureAtSignIn(flavour.failure))
  if (signal.aborted) return giveUp({ code: 'cancelled' })
  const written = await secrets.write(SESSION_SLOT, tokens.value.refresh)
  if (!written.ok) return giveUp(written.failure)
  return success({ address, facts: { ...found.value.facts, [PUBLIC_KEY]: publicKey, [LOGIN]: login, [FLAVOUR]: flavour.value } })
}

async function tryLogins(calls: AuthCalls, login: string, password: string, signal: AbortSignal): Promise<Outcome<Tokens>> {
  let first: Failure | null = null
  for (const each of loginsOf(login)) {
    const tokens = await calls.password(each, password, signal)
    if (tokens.ok) return tokens
    first ??= tokens.failure
    // The next spelling is tried only after "wrong login or password"; any other failure would be the same again.
    const tryNext = tokens.failure.code === 'sign-in-wrong' || tokens.failure.code === 'not-allowed'
    if (!tryNext) return { ok: false, failure: first.code === 'sign-in-wrong' && tokens.failure.code === 'invalid-input' ? first : tokens.failure }
  }
  return { ok: false, failure: first ?? { code: 'invalid-input', field: LOGIN } }
}

/** Why a key cannot be the public one; null if it can. A service key is refused because it opens the whole database. */
function faultOfKey(key: string): Failure | null {
  const pasted = faultOfPasted(key, PUBLIC_KEY)
  if (pasted) return pasted
  const wrong: Failure = { code: 'invalid-input', field: PUBLIC_KEY }
  if (key === '' || key.length > 4096 || key.startsWith('sb_secret_')) return wrong
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
