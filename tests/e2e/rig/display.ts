// A virtual screen of the test's own, and the one thing a window manager would do there: ask a window to close.
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { end } from '../../fakes/private-bus'

/** A running Xvfb. */
export interface Display {
  /** For DISPLAY, e.g. `:7`. */
  readonly name: string
  /** What a click on the window's close button makes the window manager do: WM_DELETE_WINDOW to every window that takes it. */
  closeWindows(): Promise<void>
  stop(): Promise<void>
}

/** Starts Xvfb on a free display. */
export async function startDisplay(size = '1280x900'): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-ac'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.once('data', (chunk) => resolve(String(chunk).trim()))
  })
  return { name: `:${number}`, closeWindows: () => closeWindows(`/tmp/.X11-unix/X${number}`), stop: () => end(server) }
}

/** A little of the X11 protocol, little-endian. Answers carry 32 bytes and a length; events (32 bytes) are ignored. */
async function closeWindows(socketPath: string): Promise<void> {
  const socket = connect(socketPath)
  let pending = Buffer.alloc(0)
  let wake: () => void = () => undefined
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    wake()
  })
  socket.on('error', () => wake())
  const take = async (bytes: number): Promise<Buffer> => {
    while (pending.length < bytes) {
      if (socket.destroyed) throw new Error('The X server closed the connection')
      await new Promise<void>((resolve) => (wake = resolve))
    }
    const taken = pending.subarray(0, bytes)
    pending = pending.subarray(bytes)
    return taken
  }
  const ask = async (request: Buffer): Promise<Buffer> => {
    socket.write(request)
    for (;;) {
      const head = await take(32)
      if (head[0] === 0) throw new Error(`X error ${head[1]}`)
      if (head[0] === 1) return Buffer.concat([head, await take(head.readUInt32LE(4) * 4)])
    }
  }
  try {
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    const head = await take(8)
    if (head[0] !== 1) throw new Error('The X server refused')
    const setup = await take(head.readUInt16LE(6) * 4)
    const root = setup.readUInt32LE(32 + pad(setup.readUInt16LE(16)) + (setup[21] ?? 0) * 8)
    const atom = async (name: string): Promise<number> => (await ask(request(16, 0, [name.length, 0], Buffer.from(name)))).readUInt32LE(8)
    const [protocols, deleteWindow] = [await atom('WM_PROTOCOLS'), await atom('WM_DELETE_WINDOW')]
    const tree = await ask(request(15, 0, [root]))
    for (const window of words(tree, tree.readUInt16LE(16))) {
      const property = await ask(request(20, 0, [window, protocols, 4 /* ATOM */, 0, 64]))
      if (!words(property, property.readUInt32LE(16)).includes(deleteWindow)) continue
      // SendEvent with a ClientMessage: the window's own protocol, no event mask.
      socket.write(request(25, 0, [window, 0, 0x2021 /* code 33, format 32 */, window, protocols, deleteWindow, 0, 0, 0, 0]))
    }
    await ask(request(43, 0, [])) // GetInputFocus: its answer proves that all before it arrived
  } finally {
    socket.destroy()
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
