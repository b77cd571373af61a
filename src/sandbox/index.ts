// A simulated WPP platform over real HTTP on loopback. The app's sandbox, the local system and the tests use it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newToken } from './codes'
import { answerFaulty, faultSwitch } from './faults'
import { SANDBOX_TIMINGS, type SandboxTimings } from './number-model'
import { openPlatform } from './platform'
import { controlRoute, platformRoute, sessionOf, type SandboxAnswer, type SandboxRequest } from './routes'

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Folder of its state; made if missing. */
  readonly dir: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Bearer secret of client creation, as a server of an organisation holds it; without one creation is open. */
  readonly wppSecret?: string
  readonly timings?: Partial<SandboxTimings>
}

/** A running sandbox. */
export interface Sandbox {
  /** Base address of the platform, `http://127.0.0.1:<port>`. */
  readonly address: string
  /** Opens the control interface (header `x-control-token`); new at every start, never on disk. */
  readonly controlToken: string
  /** Stops serving, ends timers, writes the state. Numbers linked now are connected again after the next start. */
  close(): Promise<void>
}

/** A request's body may have this many bytes. */
const MAX_BODY = 64 * 1024
/** Express' page for an unknown route; some versions of the platform answer it. */
const noRoute = ({ method, path }: SandboxRequest): string =>
  `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot ${method} ${encodeURI(path)}</pre>\n</body>\n</html>\n`

/** Starts a platform. Rejects if the folder cannot be used or the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const platform = await openPlatform(options.dir, { ...SANDBOX_TIMINGS, ...options.timings })
  const faults = faultSwitch()
  const controlToken = newToken()
  const delays = new Set<NodeJS.Timeout>()

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming)
    if (request === null) return send(response, { status: 413, json: { error: 'Request entity too large' } }, '')
    const control = request.path.startsWith('/control/')
    const fault = control ? null : faults.strike(request.path, sessionOf(platform, request))
    if (fault && fault.latencyMs > 0) await delay(fault.latencyMs)
    if (response.destroyed || (fault && answerFaulty(fault, response))) return
    const answer = control ? await controlRoute(platform, faults, controlToken, request) : await platformRoute(platform, options.wppSecret ?? null, request)
    send(response, answer, noRoute(request))
  }
  const delay = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        delays.delete(timer)
        resolve()
      }, ms)
      delays.add(timer)
    })

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => {
      if (!response.headersSent) send(response, { status: 500, json: { error: 'Internal error' } }, '')
      else response.destroy()
    })
  })
  const { host = '127.0.0.1', port = 0 } = options
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  } catch (error) {
    await platform.close()
    throw error
  }
  const { port: bound } = server.address() as AddressInfo

  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    controlToken,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const timer of delays) clearTimeout(timer)
      server.closeAllConnections()
      await closed
      await platform.close()
    },
  }
}

/** Null = the body is too large. */
async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY) return null
    chunks.push(chunk)
  }
  const header = (name: string): string | undefined => {
    const value = incoming.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  // A web page in a browser may post text to loopback, but not JSON, so that only JSON is read.
  const json = header('content-type')?.startsWith('application/json') === true
  return {
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?')[0] ?? '/',
    header,
    body: json ? parse(Buffer.concat(chunks).toString('utf8')) : undefined,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, answer: SandboxAnswer, page: string): void {
  const json = answer.json !== undefined
  response.writeHead(answer.status, { 'content-type': json ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(json ? JSON.stringify(answer.json) : page)
}
