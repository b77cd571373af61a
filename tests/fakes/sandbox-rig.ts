// A sandbox in a folder of its own, with quick timings, that a test can stop and start again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { controlClient, type ControlClient, type SimulatedView } from '../../src/sandbox/control-client'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index'
import { valueOf } from './gateways/gateway-rig'
import { until } from './heard'

/** Quick enough for tests; the life of codes is far longer than any test, unless one says otherwise. */
const QUICK = { starting: 1, linking: 1 } as const

/** A sandbox and the way to its controls. */
export class SandboxRig {
  private constructor(
    readonly dir: string,
    public sandbox: Sandbox,
    public control: ControlClient,
  ) {}

  static async start(options: Partial<SandboxOptions> = {}): Promise<SandboxRig> {
    const dir = await mkdtemp(join(tmpdir(), 'wpp-sandbox-'))
    const sandbox = await startSandbox({ dir, timings: QUICK, ...options })
    return new SandboxRig(dir, sandbox, controlClient(sandbox))
  }

  /** Stops and starts again on the same folder; the port and the control token are new. */
  async restart(options: Partial<SandboxOptions> = {}): Promise<void> {
    await this.sandbox.close()
    this.sandbox = await startSandbox({ dir: this.dir, timings: QUICK, ...options })
    this.control = controlClient(this.sandbox)
  }

  /** One request to the platform as a peer would make it. */
  async call(
    method: string,
    path: string,
    bearer: string | null = null,
    body?: unknown,
  ): Promise<{ status: number; json: Record<string, unknown> | null; text: string }> {
    const headers = { 'content-type': 'application/json', ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }) }
    const response = await fetch(this.sandbox.address + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await response.text()
    const json = (response.headers.get('content-type') ?? '').includes('json') ? (JSON.parse(text) as Record<string, unknown>) : null
    return { status: response.status, json, text }
  }

  async tokenOf(apiKey: string): Promise<string> {
    return String((await this.call('POST', '/auth/token', null, { apiKey })).json?.['token'])
  }

  async view(session: string): Promise<SimulatedView> {
    return valueOf(await this.control.number(session))
  }

  /** A new number that shows its first code. */
  async scanning(): Promise<{ apiKey: string; session: string; token: string; qr: string }> {
    const { apiKey, session } = valueOf(await this.control.issue())
    const token = await this.tokenOf(apiKey)
    await this.call('POST', '/api/accounts/start', token, { number: session })
    const seen = await until(
      () => this.view(session),
      (each) => each.phase === 'scan',
    )
    return { apiKey, session, token, qr: seen.qr ?? '' }
  }

  /** A new number that its own phone has linked. */
  async linked(): Promise<{ apiKey: string; session: string; token: string }> {
    const number = await this.scanning()
    valueOf(await this.control.phone(number.session, 'scan'))
    await until(
      () => this.view(number.session),
      (each) => each.phase === 'connected',
    )
    return number
  }

  async end(): Promise<void> {
    await this.sandbox.close()
    await rm(this.dir, { recursive: true, force: true })
  }
}
