// The network between the app and a backend: it can go silent, as when a cable is pulled, or refuse, as when the host's service is down.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { World } from '../world'

/** A cable that a test can pull. */
export interface Cable {
  /** What the operator types. */
  readonly address: string
  /** Nothing goes through any more and nobody is told: packets are lost. */
  pull(): void
  /** Connections end and new ones are refused. */
  refuse(): Promise<void>
  /** All is well again. What was lost stays lost. */
  mend(): Promise<void>
}

/** Lays one to a backend; it ends with the world. */
export async function cableIn(world: World, target: string): Promise<Cable> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let pulled = false
  const server = createServer((near) => {
    open.add(near)
    near.once('close', () => open.delete(near)).on('error', () => undefined) // an end is all the other side needs to know
    if (pulled) return void near.resume()
    const far = connect(Number(port), hostname).on('error', () => near.destroy())
    near.on('data', (bytes) => pulled || far.write(bytes))
    far.on('data', (bytes) => pulled || near.write(bytes))
    near.once('close', () => far.destroy())
    far.once('close', () => pulled || near.destroy())
  })
  const listen = async (at: number): Promise<void> => {
    await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(at, '127.0.0.1', () => resolve()))
  }
  const hangUp = (): void => {
    for (const each of open) each.destroy()
  }
  await listen(0)
  const own = (server.address() as AddressInfo).port
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
    hangUp()
    await closed
  }
  world.onStop(async () => {
    if (server.listening) await close()
  })
  return {
    address: `http://127.0.0.1:${own}`,
    pull() {
      pulled = true
    },
    refuse: close,
    async mend() {
      pulled = false
      hangUp()
      if (!server.listening) await listen(own)
    },
  }
}
