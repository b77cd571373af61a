// What the server says by itself, over a real Socket.IO connection.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EventListener, GatewayEvent } from '../../../src/main/core/ports'
import type { Failure } from '../../../src/shared/model/failure'
import { eventually, Heard as Signs } from '../../fakes/heard'
import { openRig, type Rig } from './rig'

/** A listener on whose signs a test can wait. */
class Heard implements EventListener {
  readonly events: GatewayEvent[] = []
  alive = 0
  private readonly signs = new Signs<GatewayEvent | 'alive'>()
  readonly abort = new AbortController()
  readonly ended: Promise<Failure | null>

  constructor(rig: Rig) {
    const { events } = rig.gateway
    if (!events) throw new Error('no push')
    this.ended = events(this, this.abort.signal)
  }
  onAlive(): void {
    this.alive += 1
    this.signs.hear('alive')
  }
  onEvent(event: GatewayEvent): void {
    this.events.push(event)
    this.signs.hear(event)
  }
  async until(condition: () => boolean): Promise<void> {
    if (!condition()) await this.signs.until(condition)
  }
}

let rig: Rig
let heard: Heard
beforeEach(async () => {
  rig = await openRig()
  heard = new Heard(rig)
  await heard.until(() => heard.alive > 0)
})
afterEach(async () => {
  heard.abort.abort()
  await heard.ended
  await rig.server.stop()
})

it('names the session of each event, and none where the server names none', async () => {
  rig.server.sessions.start('s1', undefined, () => undefined)
  rig.server.pass(500)
  await heard.until(() => heard.events.length === 1)
  rig.server.sessions.scan('s1')
  rig.server.pass(1_500)
  await heard.until(() => heard.events.length === 2)
  rig.server.sessions.close('s1')
  await heard.until(() => heard.events.length === 3)
  rig.server.push('session-error', 's2')
  await heard.until(() => heard.events.length === 4)
  expect(heard.events.map(({ sessionId }) => sessionId)).toEqual(['s1', 's1', null, 's2'])
})

it('takes a message as a sign of life and nothing else', async () => {
  const before = heard.alive
  rig.server.push('received-message', { response: { session: 's1', body: 'private' } })
  await heard.until(() => heard.alive > before)
  expect(heard.events).toEqual([])
  expect(rig.log.lines).toEqual([])
})

it('ends when it is told to, and leaves nobody listening', async () => {
  heard.abort.abort()
  expect(await heard.ended).toBeNull()
  await eventually(() => rig.server.listeners() === 0, 'an end of listening')
})

it('ends with the connection, and fails where nobody answers', async () => {
  await rig.server.kill()
  expect(await heard.ended).toBeNull()
  expect(await new Heard(rig).ended).toMatchObject({ code: 'unreachable', detail: expect.stringContaining('socket.io') as string })
})
