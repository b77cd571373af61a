// The gateway against the stand-in of the server: each trap that the recording shows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { eventually } from '../../fakes/heard'
import { numberOf, openRig, type Rig } from './rig'

let rig: Rig
beforeEach(async () => {
  rig = await openRig()
})
afterEach(() => rig.server.stop())

const S1 = numberOf('s1')
const read = (sessionId = 's1') => rig.gateway.read(numberOf(sessionId), patient())
const start = () => rig.gateway.start(S1, patient())

describe('linking', () => {
  it('leads from "closed" over a code to a connection with its phone', async () => {
    // The answer to the start says "closed": the state from before it.
    expect(await start()).toMatchObject({ state: 'starting' })
    expect(await read()).toMatchObject({ state: 'starting', evidence: { word: 'INITIALIZING' } })
    rig.server.pass(500)
    const shown = await read()
    expect(shown).toMatchObject({ state: 'awaiting-scan', code: { kind: 'qr-text', value: rig.server.sessions.memory.get('s1')?.urlcode } })
    rig.server.sessions.scan('s1', '5511999999999')
    rig.server.pass(1_500)
    const connected = await read()
    expect(connected).toMatchObject({ state: 'connected', phone: '5511999999999' })
    // The server still sends the last code along.
    expect(connected.code).toBeUndefined()
  })

  it('ends after 60 s without a scan, and shows no dead code', async () => {
    await start()
    rig.server.pass(61_000)
    const closed = await read()
    expect(closed).toMatchObject({ state: 'disconnected', evidence: { word: 'CLOSED' } })
    expect(closed.code).toBeUndefined()
    // The server's answer to the next start carries the dead code too.
    const again = await start()
    expect(again).toMatchObject({ state: 'starting' })
    expect(again.code).toBeUndefined()
    rig.server.pass(500)
    expect(await read()).toMatchObject({ state: 'awaiting-scan' })
  })

  it('starts nothing, and closes nothing, while a code is shown', async () => {
    await start()
    rig.server.pass(500)
    rig.asked()
    expect(await start()).toMatchObject({ state: 'awaiting-scan' })
    expect(rig.asked()).toEqual(['GET status-session'])
  })

  it('needs no code where the login is still good', async () => {
    rig.server.sessions.link('s1')
    valueOf(await rig.gateway.disconnect(S1, patient()))
    expect(await read()).toMatchObject({ state: 'disconnected' })
    expect(await start()).toMatchObject({ state: 'starting' })
    rig.server.pass(1_500)
    expect(await read()).toMatchObject({ state: 'connected' })
  })

  it('gets a code to type, once, and keeps it while it lives', async () => {
    const asked = rig.gateway.pair?.(S1, '5511999999999', patient())
    await eventually(() => rig.server.sessions.memory.has('s1'), 'a session that is started')
    rig.server.pass(500)
    expect(await asked).toMatchObject({ state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD-1234' } })
    expect(await read()).toMatchObject({ state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD-1234' } })
    expect(await rig.gateway.pair?.(S1, '5511999999999', patient())).toMatchObject({ code: { value: 'ABCD-1234' } })
    rig.server.pass(61_000)
    const closed = await read()
    expect(closed).toMatchObject({ state: 'disconnected' })
    expect(closed.code).toBeUndefined()
  })
})

it('gets no code to type while one to scan is offered, and closes nothing for it', async () => {
  await start()
  rig.server.pass(500)
  rig.asked()
  expect(await rig.gateway.pair?.(S1, '5511999999999', patient())).toMatchObject({ state: 'unknown', failure: { code: 'pairing-busy' } })
  expect(rig.asked()).toEqual(['GET status-session'])
})

describe('a start that sticks', () => {
  beforeEach(async () => {
    await start()
    rig.server.pass(500)
    // Closed while it awaited a scan: answered with 500, closed all the same, and the browser lives on.
    valueOf(await rig.gateway.disconnect(S1, patient()))
  })

  it('is closed and started once more, and works where the old browser has ended', async () => {
    await start()
    rig.server.sessions.leaveNoStrays()
    rig.server.pass(30_000)
    expect(await read()).toMatchObject({ state: 'starting' })
    rig.clock.move(41_000)
    rig.asked()
    // The close of a start that hangs would leave the browser behind again; here it ends at once.
    expect(await read()).toMatchObject({ state: 'starting' })
    expect(rig.asked()).toEqual(['GET status-session', 'POST close-session', 'GET status-session', 'POST start-session'])
    rig.server.pass(500)
    expect(await read()).toMatchObject({ state: 'awaiting-scan' })
  })

  it('is explained where that does not help, once', async () => {
    await start()
    expect(await read()).toMatchObject({ state: 'starting' })
    rig.clock.move(41_000)
    expect(await read()).toMatchObject({ state: 'starting' })
    rig.clock.move(41_000)
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'session-stuck' } })
    rig.clock.move(41_000)
    rig.asked()
    expect(await read()).toMatchObject({ state: 'starting' })
    expect(rig.asked()).toEqual(['GET status-session'])
  })

  it('is left alone when this app did not start it', async () => {
    rig.server.sessions.start('s1', undefined, () => undefined)
    for (let minute = 0; minute < 3; minute += 1) {
      expect(await read()).toMatchObject({ state: 'starting' })
      rig.clock.move(60_000)
    }
    expect(rig.server.asked('close-session')).toHaveLength(1)
  })
})

describe('watching', () => {
  beforeEach(() => rig.server.sessions.link('s1', '5511999999999'))

  it('costs two requests a look, and one more for the phone every ten minutes', async () => {
    expect(await read()).toMatchObject({ state: 'connected', phone: '5511999999999' })
    expect(rig.asked()).toEqual(['GET status-session', 'GET check-connection-session', 'GET get-phone-number'])
    expect(await read()).toMatchObject({ state: 'connected', phone: '5511999999999' })
    expect(rig.asked()).toEqual(['GET status-session', 'GET check-connection-session'])
    rig.server.sessions.setPhone('s1', '5511888888888')
    rig.clock.move(600_001)
    expect(await read()).toMatchObject({ phone: '5511888888888' })
    expect(rig.server.asked('generate-token')).toHaveLength(1)
  })

  it('asks for the phone anew after a connection that was lost', async () => {
    await read()
    rig.server.sessions.unlink('s1')
    await read()
    rig.server.sessions.scan('s1', '5511888888888')
    rig.server.pass(1_250)
    expect(await read()).toMatchObject({ state: 'connected', phone: '5511888888888' })
  })

  it('is connected although the question for the phone hangs, which is given up after 5 s', async () => {
    await rig.server.stop()
    rig = await openRig({ requestDeadline: 20_000 })
    const { after } = rig.clock
    rig.clock.after = (ms, run) => after(ms === 5_000 ? 0 : ms, run)
    rig.server.sessions.link('s1', '5511999999999')
    rig.server.instead(({ path }) => (path.endsWith('get-phone-number') ? new Promise(() => undefined) : null))
    const reading = await read()
    expect(reading).toMatchObject({ state: 'connected' })
    expect(reading.phone).toBeUndefined()
  })

  it('asks one request of a session that is not connected', async () => {
    rig.server.sessions.store('s2')
    await read('s2')
    expect(rig.asked()).toEqual(['GET status-session'])
  })

  it('tells a dead browser under a "connected" session, after two refusals', async () => {
    await read()
    rig.server.sessions.killBrowser('s1', false)
    rig.asked()
    expect(await read()).toMatchObject({ state: 'disconnected', evidence: { source: 'check-connection-session', word: 'Disconnected' } })
    expect(rig.asked()).toEqual(['GET status-session', 'GET check-connection-session', 'GET check-connection-session'])
  })

  it('closes it before it starts it again, and it is back', async () => {
    rig.server.sessions.killBrowser('s1', true)
    expect(rig.gateway.mayRestart()).toBe(true)
    expect(await start()).toMatchObject({ state: 'starting' })
    expect(rig.asked().slice(-2)).toEqual(['POST close-session', 'POST start-session'])
    rig.server.pass(1_500)
    expect(await read()).toMatchObject({ state: 'connected' })
  })

  it('is not frightened by one refusal', async () => {
    let refusals = 0
    const body = JSON.stringify({ status: false, message: 'Disconnected' })
    rig.server.instead(({ path }) => (path.endsWith('check-connection-session') && refusals++ === 0 ? { status: 200, type: 'application/json', body } : null))
    expect(await read()).toMatchObject({ state: 'connected' })
  })

  it('a check that fails says nothing about the number', async () => {
    rig.server.instead(({ path }) => (path.endsWith('check-connection-session') ? { status: 502, type: 'text/html', body: '<html>Bad gateway</html>' } : null))
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'server-error' } })
  })

  it('an unlinked phone shows a code for a second, then nothing', async () => {
    rig.server.sessions.unlink('s1')
    expect(await read()).toMatchObject({ state: 'awaiting-scan' })
    rig.server.pass(2_000)
    expect(await read()).toMatchObject({ state: 'disconnected' })
  })

  it('a server that starts again brings its sessions back', async () => {
    await read()
    await rig.server.kill()
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'unreachable' } })
    await rig.server.boot()
    expect(await read()).toMatchObject({ state: 'starting' })
    rig.server.pass(1_500)
    expect(await read()).toMatchObject({ state: 'connected' })
  })

  it('a page of a proxy in front is no answer', async () => {
    await read()
    rig.server.instead(() => ({ status: 404, type: 'text/html', body: '<pre>Cannot GET /</pre>' }))
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'not-understood' } })
    rig.server.instead(() => ({ status: 401, type: 'text/html', body: '<h1>Authorization required</h1>' }))
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'not-understood' } })
    // Its 401 says nothing about the token.
    expect(rig.server.asked('generate-token')).toHaveLength(1)
  })
})

describe('disconnecting', () => {
  it('closes the session and keeps its login', async () => {
    rig.server.sessions.link('s1')
    valueOf(await rig.gateway.disconnect(S1, patient()))
    expect(rig.asked()).toEqual(['POST close-session'])
    expect(await read()).toMatchObject({ state: 'disconnected' })
  })

  it('believes the status where the answer is 500', async () => {
    await start()
    rig.server.pass(500)
    valueOf(await rig.gateway.disconnect(S1, patient()))
    expect(await read()).toMatchObject({ state: 'disconnected' })
  })

  it('fails where the session goes on', async () => {
    rig.server.sessions.link('s1')
    rig.server.instead(({ path }) => (path.endsWith('close-session') ? { status: 500, type: 'application/json', body: '{"status":false}' } : null))
    expect(failureOf(await rig.gateway.disconnect(S1, patient()))).toMatchObject({ code: 'server-error' })
  })
})
