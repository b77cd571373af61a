// A virtual screen of the test's own, and the little that a window manager does there: ask a window to close, hear that one wants to be minimised.
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { end } from '../../../fakes/desktop/private-bus'
import { createChanges } from '../changes'

/** A running Xvfb. */
export interface Display {
  /** For DISPLAY, e.g. `:7`. */
  readonly name: string
  /** What a click on the window's close button makes the window manager do: WM_DELETE_WINDOW to every window that takes it. */
  closeWindows(): Promise<void>
  /** From now on counts how often a window asks to be minimised; on a screen without a window manager nothing else shows it. */
  watchMinimised(): Promise<MinimiseWatch>
  /** From now on knows when windows come onto the screen. */
  watchShown(): Promise<ShownWatch>
  /** Titles of the windows that are on the screen. */
  titles(): Promise<readonly string[]>
  stop(): Promise<void>
}

/** Counts minimised windows. */
interface MinimiseWatch {
  /** Waits until a window has asked so many times. */
  waitFor(times: number): Promise<void>
}

/** Windows as they come onto the screen, those at least 100 pixels wide. */
interface ShownWatch {
  /** When the next one came, epoch ms. `limit` in ms. */
  next(limit?: number): Promise<number>
  stop(): void
}

/** Starts Xvfb on a free display. */
export async function startDisplay(size = '1280x900'): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-ac', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.once('data', (chunk) => resolve(String(chunk).trim()))
  })
  const socketPath = `/tmp/.X11-unix/X${number}`
  return {
    name: `:${number}`,
    closeWindows: () => closeWindows(socketPath),
    watchMinimised: () => watchMinimised(socketPath),
    watchShown: () => watchShown(socketPath),
    titles: () => titles(socketPath),
    stop: () => end(server),
  }
}

/** A connection that speaks a little of the X11 protocol, little-endian. */
interface XConnection {
  readonly root: number
  /** Sends, and answers the reply. */
  ask(request: Buffer): Promise<Buffer>
  send(request: Buffer): void
  atom(name: string): Promise<number>
  /** The next event; waits for it. */
  event(): Promise<Buffer>
  close(): void
}

/** How long the X server may take to answer, ms. */
const ANSWER_LIMIT = 10_000

/** Answers carry 32 bytes and a length, events 32 bytes. */
async function openX(socketPath: string): Promise<XConnection> {
  const socket = connect(socketPath)
  let pending = Buffer.alloc(0)
  let wake: () => void = () => undefined
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    wake()
  })
  socket.on('error', () => wake())
  socket.on('close', () => wake())
  const take = async (bytes: number): Promise<Buffer> => {
    while (pending.length < bytes) {
      if (socket.destroyed) throw new Error('The X server closed the connection, or did not answer')
      await new Promise<void>((resolve) => (wake = resolve))
    }
    const taken = pending.subarray(0, bytes)
    pending = pending.subarray(bytes)
    return taken
  }
  const ask = async (request: Buffer): Promise<Buffer> => {
    // An event may be long in coming, an answer may not: a closed socket ends every wait.
    const late = setTimeout(() => socket.destroy(), ANSWER_LIMIT)
    try {
      socket.write(request)
      for (;;) {
        const head = await take(32)
        if (head[0] === 0) throw new Error(`X error ${head[1]}`)
        if (head[0] === 1) return Buffer.concat([head, await take(head.readUInt32LE(4) * 4)])
      }
    } finally {
      clearTimeout(late)
    }
  }
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  const head = await take(8)
  if (head[0] !== 1) throw new Error('The X server refused')
  const setup = await take(head.readUInt16LE(6) * 4)
  return {
    root: setup.readUInt32LE(32 + pad(setup.readUInt16LE(16)) + (setup[21] ?? 0) * 8),
    ask,
    send: (data) => void socket.write(data),
    atom: async (name) => (await ask(request(16, 0, [name.length, 0], Buffer.from(name)))).readUInt32LE(8),
    event: () => take(32),
    close: () => void socket.destroy(),
  }
}

async function closeWindows(socketPath: string): Promise<void> {
  const x = await openX(socketPath)
  try {
    const [protocols, deleteWindow] = [await x.atom('WM_PROTOCOLS'), await x.atom('WM_DELETE_WINDOW')]
    const tree = await x.ask(request(15, 0, [x.root]))
    for (const window of words(tree, tree.readUInt16LE(16))) {
      const property = await x.ask(request(20, 0, [window, protocols, 4 /* ATOM */, 0, 64]))
      if (!words(property, property.readUInt32LE(16)).includes(deleteWindow)) continue
      // SendEvent with a ClientMessage: the window's own protocol, no event mask.
      x.send(request(25, 0, [window, 0, 0x2021 /* code 33, format 32 */, window, protocols, deleteWindow, 0, 0, 0, 0]))
    }
    await x.ask(request(43, 0, [])) // GetInputFocus: its answer proves that all before it arrived
  } finally {
    x.close()
  }
}

async function titles(socketPath: string): Promise<readonly string[]> {
  const x = await openX(socketPath)
  try {
    const name = await x.atom('_NET_WM_NAME')
    const tree = await x.ask(request(15, 0, [x.root]))
    const found: string[] = []
    for (const window of words(tree, tree.readUInt16LE(16))) {
      const attributes = await x.ask(request(3, 0, [window]))
      const property = await x.ask(request(20, 0, [window, name, 0 /* any type */, 0, 64]))
      if (attributes[26] === 2 /* viewable */) found.push(property.subarray(32, 32 + property.readUInt32LE(16)).toString('utf8'))
    }
    return found.filter((title) => title !== '')
  } finally {
    x.close()
  }
}

/** A window asks its manager to be minimised by a WM_CHANGE_STATE message to the root window (ICCCM 4.1.4). */
async function watchMinimised(socketPath: string): Promise<MinimiseWatch> {
  const x = await openX(socketPath)
  const changes = createChanges()
  let times = 0
  const changeState = await x.atom('WM_CHANGE_STATE')
  x.send(request(2, 0, [x.root, 0x800 /* event mask */, 0x80000 /* SubstructureNotify */]))
  await x.ask(request(43, 0, []))
  const listen = async (): Promise<void> => {
    for (;;) {
      const event = await x.event()
      if (((event[0] ?? 0) & 0x7f) !== 33 || event.readUInt32LE(8) !== changeState) continue
      times += 1
      changes.changed()
    }
  }
  listen().catch(() => undefined) // the screen is gone, and the test with it
  return {
    waitFor: async (wanted) =>
      void (await changes.until(
        `${wanted} minimised windows`,
        () => (times >= wanted ? true : undefined),
        undefined,
        () => times,
      )),
  }
}

/** A window that is shown is mapped: the root tells of its children. */
async function watchShown(socketPath: string): Promise<ShownWatch> {
  const x = await openX(socketPath)
  const changes = createChanges()
  const shown: number[] = []
  const widths = new Map<number, number>()
  x.send(request(2, 0, [x.root, 0x800 /* event mask */, 0x80000 /* SubstructureNotify */]))
  await x.ask(request(43, 0, []))
  const listen = async (): Promise<void> => {
    for (;;) {
      const event = await x.event()
      const code = (event[0] ?? 0) & 0x7f
      // CreateNotify and ConfigureNotify tell the size, MapNotify that it is on the screen.
      if (code === 16) widths.set(event.readUInt32LE(8), event.readUInt16LE(16))
      if (code === 22) widths.set(event.readUInt32LE(8), event.readUInt16LE(20))
      if (code !== 19 || (widths.get(event.readUInt32LE(8)) ?? 0) < 100) continue
      shown.push(Date.now())
      changes.changed()
    }
  }
  listen().catch(() => undefined) // the screen is gone, and the test with it
  let taken = 0
  return {
    async next(limit) {
      const at = await changes.until('a window on the screen', () => shown[taken], limit)
      taken += 1
      return at
    },
    stop: () => x.close(),
  }
}

const pad = (length: number): number => (length + 3) & ~3

function request(code: number, detail: number, body: readonly number[], tail = Buffer.alloc(0)): Buffer {
  const buffer = Buffer.alloc(4 + (code === 16 ? 4 : body.length * 4) + pad(tail.length))
  buffer.writeUInt8(code, 0)
  buffer.writeUInt8(detail, 1)
  buffer.writeUInt16LE(buffer.length / 4, 2)
  if (code === 16) buffer.writeUInt16LE(body[0] ?? 0, 4)
  else body.forEach((word, index) => buffer.writeUInt32LE(word, 4 + index * 4))
  tail.copy(buffer, buffer.length - pad(tail.length))
  return buffer
}

function words(answer: Buffer, count: number): number[] {
  return Array.from({ length: count }, (_, index) => answer.readUInt32LE(32 + index * 4))
}
