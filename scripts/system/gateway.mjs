// One port laid out like Supabase: /auth/v1 and /functions/v1/<name>.
import { Agent, createServer, request as forward } from 'node:http'

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type, x-supabase-api-version',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Starts the gateway on a loopback port (0 = any free one). `functions` may be set later through `serve`. */
export async function startGateway({ port = 0, host = '127.0.0.1' }) {
  let parts = null
  // No limit: every open event stream holds a socket.
  const agent = new Agent({ keepAlive: true })

  function toFunction(request, response, url) {
    const name = url.pathname.split('/')[3] ?? ''
    if (name === '') return json(response, 400, { msg: 'missing function name in request' })
    const socketPath = parts.functions?.socketOf(name) ?? null
    if (socketPath === null) return json(response, 404, { code: 'NOT_FOUND', message: 'Requested function was not found' }, { 'sb-error-code': 'NOT_FOUND' })
    const headers = { ...request.headers, host: request.headers.host ?? host, 'x-forwarded-for': request.socket.remoteAddress ?? '' }
    const onward = forward({ socketPath, agent, method: request.method, path: `/${name}${url.search}`, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      // A worker that dies in the middle of an answer must not leave the caller waiting.
      answer.on('error', () => response.destroy())
    })
    onward.on('error', () => {
      if (response.headersSent) response.destroy()
      else json(response, 503, { code: 'BOOT_ERROR', message: 'Function failed to start (please check logs)' }, { 'sb-error-code': 'BOOT_ERROR' })
    })
    response.on('close', () => !response.writableFinished && onward.destroy())
    request.pipe(onward)
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway')
    if (parts === null) return json(response, 503, { message: 'starting' })
    if (url.pathname.startsWith('/functions/v1')) return toFunction(request, response, url)
    if (url.pathname.startsWith('/auth/v1/')) {
      if (request.method === 'OPTIONS') return response.writeHead(200, CORS).end()
      for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
      const key = request.headers.apikey ?? url.searchParams.get('apikey')
      if (!key) return json(response, 401, { message: 'No API key found in request' })
      if (!parts.auth.knowsKey(key)) return json(response, 401, { message: 'Invalid authentication credentials' })
      return void parts.auth.handle(request, response, url)
    }
    return json(response, 404, { message: 'no Route matched with those values' })
  })
  server.requestTimeout = 150_000
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    url: `http://${host}:${server.address().port}`,
    serve(next) {
      parts = { ...parts, ...next }
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}
