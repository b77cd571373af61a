// An address that answers as another kind of backend is recognised, by real answers over real HTTP, and nothing is sent along.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGatewayKinds } from '../../src/main/gateways/registry'
import { recogniseKind } from '../../src/main/gateways/recognise'
import { kindSpec } from '../../src/shared/model/connection-kinds'
import { success } from '../../src/shared/model/failure'
import { environment, failureOf, patient } from '../fakes/gateways/gateway-rig'
import { WireServer } from '../fakes/wire-server'
import { EvolutionStandIn } from '../standins/evolution'
import { WahaStandIn } from '../standins/waha'
import { startWppconnect } from '../standins/wppconnect'

const { all: kinds } = createGatewayKinds({ sandbox: { resolve: () => Promise.reject(new Error('no sandbox here')) } })
const recognise = (address: string, more: Readonly<Record<string, string>> = {}) =>
  recogniseKind({ address, apiKey: 'secret', ...more }, { ...environment(), kinds }, patient())

describe('is recognised', () => {
  it('a WPPConnect Server', async () => {
    const server = await startWppconnect()
    expect(await recognise(server.address)).toEqual(success({ kind: 'wppconnect', version: null }))
    await server.stop()
  })

  it('an Evolution API', async () => {
    const server = await EvolutionStandIn.start()
    expect(await recognise(server.address)).toEqual(success({ kind: 'evolution', version: '2.3.6' }))
    await server.close()
  })

  it('a WAHA, without its key and where it has none', async () => {
    const server = await WahaStandIn.start()
    expect(await recognise(server.address)).toEqual(success({ kind: 'waha', version: null }))
    await server.close()
    const open = await WireServer.start()
    open.answer = ({ path }) =>
      path === '/api/server/version' ? { json: { version: '2026.7.1', engine: 'GOWS', tier: 'PLUS', browser: null } } : { status: 404 }
    expect(await recognise(open.address)).toEqual(success({ kind: 'waha', version: '2026.7.1' }))
    await open.close()
  })
})

describe('something else', () => {
  let server: WireServer
  beforeEach(async () => void (server = await WireServer.start()))
  afterEach(() => server.close())

  it.each([
    ['the gateway of a Supabase', { status: 401, json: { message: 'No API key found in request' } }, 'academyos'],
    ['its sign-in service', { json: { version: 'v2', name: 'GoTrue', description: 'GoTrue is a user registration and authentication API' } }, 'academyos'],
    ['a router', { text: '<html>Welcome to the Evolution API</html>', type: 'text/html' }, null],
    ['a server that refuses everybody', { status: 401, json: { message: 'Unauthorized' } }, null],
    ['an application of NestJS that refuses everybody', { status: 401, json: { message: 'Unauthorized', statusCode: 401 } }, null],
    ['another version', { json: { version: '1.0', engine: 'x' } }, null],
    ['a list', { json: ['Welcome to the Evolution API'] }, null],
    ['nothing', { status: 404 }, null],
  ] as const)('%s is %s', async (_what, answer, kind) => {
    server.answer = () => answer
    expect(await recognise(server.address)).toEqual(success({ kind, version: null }))
  })

  it('is asked a few times, by GET, without what was typed', async () => {
    await recognise(server.address)
    expect(server.seen.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /',
      'GET /api/server/version',
      'GET /api/x/status-session',
      'GET /auth/v1/health',
    ])
    expect(JSON.stringify(server.seen)).not.toContain('secret')
  })

  it('is not asked at an address that the form may not use', async () => {
    expect(failureOf(await recognise('http://192.168.1.20')).code).toBe('address-unencrypted')
    expect(failureOf(await recognise('http://example.org', { plainHttp: 'yes' })).code).toBe('address-insecure')
    expect(failureOf(await recognise('')).code).toBe('address-invalid')
  })

  it('is told apart from nothing at all', async () => {
    await server.close()
    expect(failureOf(await recognise(server.address)).code).toBe('unreachable')
    server = await WireServer.start()
  })

  it.each([
    ['https://7103.api.greenapi.com/waInstance1', 'described/green-api'],
    ['api.z-api.io', 'described/z-api'],
    ['https://app.wappi.pro', 'described/wappi'],
  ])('%s is a hosted service by its domain, and is not asked', async (address, kind) => {
    const nobody = () => Promise.reject(new Error('asked'))
    expect(await recogniseKind({ address }, { ...environment({ fetch: nobody }), kinds }, patient())).toEqual(success({ kind, version: null }))
  })

  it('is no service whose domain it only ends like', async () => {
    const asked: string[] = []
    const nobody = (url: string): Promise<never> => {
      asked.push(url)
      return Promise.reject(new Error('no network'))
    }
    await recogniseKind({ address: 'https://notz-api.io' }, { ...environment({ fetch: nobody }), kinds }, patient())
    expect(asked.length).toBeGreaterThan(0)
  })
})

it('a new kind is known by what it brings: its fingerprint', async () => {
  const server = await WireServer.start()
  server.answer = ({ path }) => (path === '/hello' ? { json: { greeting: 'I am Toy', release: '7.1' } } : { status: 404 })
  const toy: (typeof kinds)[number] = {
    spec: kindSpec('described/toy', []),
    fingerprint: { path: '/hello', version: 'release', matches: ({ json }) => JSON.stringify(json).includes('I am Toy') },
  }
  const around = { ...environment(), kinds: [...kinds, toy] }
  expect(await recogniseKind({ address: server.address }, around, patient())).toEqual(success({ kind: 'described/toy', version: '7.1' }))
  await server.close()
})
