// `npm run system` beside the packaged app: the real functions on real PostgreSQL and Deno, sign-in, and the simulated platform.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import postgres from 'postgres'
import { z } from 'zod'
import { controlClient, type ControlClient } from '../../../../src/sandbox/control-client'

const ready = z.object({
  url: z.string(),
  anonKey: z.string(),
  dbUrl: z.string(),
  sandbox: z.object({ address: z.string(), controlToken: z.string() }),
  operators: z.array(z.object({ email: z.string(), password: z.string(), organizationId: z.string() })),
})

/** What an operator types to sign in. */
export interface Account {
  readonly address: string
  readonly publicKey: string
  readonly login: string
  readonly password: string
}

/** The running system. */
export interface System {
  /** Operators by organisation, the larger organisation first. */
  readonly teams: readonly (readonly Account[])[]
  readonly platform: ControlClient
  /** Ends an operator's sign-ins and lets no new one in. */
  ban(login: string): Promise<void>
  stop(): Promise<void>
}

/** Starts it as an operator of it would; `without` leaves functions out. Rejects when it ends before it is ready. */
export async function startSystem(without: readonly string[] = []): Promise<System> {
  const args = [join(import.meta.dirname, '../../../../scripts/system.mjs'), '--json', ...(without.length > 0 ? ['--without', without.join(',')] : [])]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([new Promise<string>((resolve) => lines.once('line', resolve)), ended.then(() => null)])
  if (line === null) throw new Error('The local system ended before it was ready')
  const { url, anonKey, dbUrl, sandbox, operators } = ready.parse(JSON.parse(line))
  const teams = new Map<string, Account[]>()
  for (const { email, password, organizationId } of operators) {
    teams.set(organizationId, [...(teams.get(organizationId) ?? []), { address: url, publicKey: anonKey, login: email, password }])
  }
  return {
    teams: [...teams.values()].sort((a, b) => b.length - a.length),
    platform: controlClient(sandbox),
    async ban(login) {
      const sql = postgres(dbUrl, { max: 1 })
      await sql`update auth.users set banned_until = now() + interval '1 day' where email = ${login}`
      await sql`delete from auth.sessions where user_id in (select id from auth.users where email = ${login})`
      await sql.end()
    },
    stop,
  }
}
