// The WPP Platform and the sandbox, by the simulated platform.
import { createSandboxKind } from '../../../src/main/gateways/sandbox'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform'
import type { SandboxPhoneAction } from '../../../src/shared/ipc/snapshot'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import { SandboxRig } from '../../fakes/sandbox-rig'
import type { Adapter, Known, World } from './adapter'

/** Life of a code, ms, where a test waits for its end. */
const SHORT = { firstCode: 400, laterCode: 400, codes: 2 }
const ACTIONS: Readonly<Record<string, SandboxPhoneAction>> = {
  'its phone unlinked it': 'unlink',
  'its phone is off': 'go-offline',
  'its server lost it': 'lose-session',
}

async function start(codes: 'lasting' | 'short'): Promise<Omit<World, 'kind' | 'fields'> & { readonly first: Required<Known>; readonly token: string }> {
  const rig = await SandboxRig.start(codes === 'short' ? { timings: { starting: 1, linking: 1, ...SHORT } } : {})
  const { control, sandbox } = rig
  const known = async (linked: boolean): Promise<Required<Known>> => {
    const { session, apiKey } = valueOf(await control.issue({ linked, organizationId: crypto.randomUUID() }))
    return { sessionId: session, fields: { apiKey, session } }
  }
  const first = await known(true)
  const second = await known(true)
  const secrets = [first, second].map(({ fields }) => (fields['apiKey'] ?? '').slice(6, -4))
  const all = [first.sessionId, second.sessionId]
  return {
    address: sandbox.address,
    token: sandbox.controlToken,
    first,
    secrets,
    linked: [first, second],
    phone: (await rig.view(first.sessionId)).ownPhone,
    fresh: () => known(false),
    codes: async (session) => [(await rig.view(session)).qr],
    scan: async (session, by) => valueOf(await control.phone(session, by === 'own' ? 'scan' : 'scan-wrong-phone')),
    rotate: () => undefined,
    drop: async (session, what) => valueOf(await control.phone(session, ACTIONS[what] ?? 'unlink')),
    refuse: () => Promise.all(all.map((session) => control.revokeKey(session, true))),
    accept: () => Promise.all(all.map((session) => control.revokeKey(session, false))),
    close: () => rig.end(),
  }
}

const alike = {
  drops: [
    { what: 'its phone unlinked it', cause: 'logged-out' },
    { what: 'its phone is off', cause: 'phone-offline' },
    { what: 'its server lost it', cause: null },
  ],
  refused: 'key-rejected',
  requests: 1,
  // Of an account that is offline it may leave the status out.
  meant: { 'an empty object': 'disconnected' },
} as const

export const platform: Adapter = {
  ...alike,
  name: 'WPP Platform',
  column: 'WPP Platform',
  cannot: {
    'lists numbers': 'one key, one number',
    'live list': 'it has no list',
    'code to type': 'it has no such call',
    push: 'it has none',
    'tells a dead browser': 'the platform tells none',
  },
  async start(codes) {
    const { first, ...world } = await start(codes)
    return { ...world, kind: () => wppPlatformKind, fields: first.fields }
  },
}

export const sandbox: Adapter = {
  ...alike,
  name: 'the sandbox',
  column: '',
  cannot: { 'live list': 'it has none', 'code to type': 'it has no such call', push: 'it has none', 'tells a dead browser': 'it has none' },
  async start(codes) {
    const { first: _first, token, ...world } = await start(codes)
    const linked = [{ sessionId: world.linked[0].sessionId }, { sessionId: world.linked[1].sessionId }] as const
    const kind = (address: string) => createSandboxKind({ resolve: () => Promise.resolve({ address, controlToken: token }) })
    return { ...world, linked, kind, fields: {}, fresh: () => null }
  },
}
