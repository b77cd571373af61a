// npm run deploy:functions: puts the edge functions on a hosted project or a self-hosted server, then checks that they answer.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { functionNames } from './system/functions.mjs'

const HELP = `Deploys the edge functions and checks that each answers with this version.

  Hosted project (needs the Supabase CLI, signed in):
    npm run deploy:functions -- --project-ref REF

  Self-hosted server (needs rsync and ssh):
    npm run deploy:functions -- --ssh user@host --path /opt/supabase/volumes/functions --url https://api.example.org

  Check only:
    npm run deploy:functions -- --check --url https://api.example.org

  --only a,b     these functions (default: all but the two below)
  --all          also wpp-webhook and messenger-integrations: on a server that has functions of these names already,
                 they serve chat messages and other messengers too, which ours do not; see docs/server.md
  --restart CMD  run on the server after copying (default: docker compose restart functions, in the folder above --path's volumes)
  --url URL      address of the project; for --project-ref it is https://REF.supabase.co
  --no-check     do not ask the functions afterwards
  --dry-run      print what would happen, change nothing
  --help

Secrets and migrations are not touched: docs/server.md lists them.`

const FUNCTIONS = fileURLToPath(new URL('../supabase/functions', import.meta.url))
/** Names that a server may already use for functions that do more than ours. */
const CAREFUL = ['messenger-integrations', 'wpp-webhook']
/** How long a restarted server may need until it answers, ms. */
const PATIENCE = 60_000

function version() {
  const text = readFileSync(join(FUNCTIONS, '_shared', 'companion', 'version.ts'), 'utf8')
  return /VERSION = '([^']+)'/.exec(text)?.[1] ?? ''
}

function chosen({ only, all }) {
  const known = functionNames()
  if (only === undefined) return all ? known : known.filter((name) => !CAREFUL.includes(name))
  const names = only
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0 || names.length === 0) throw new Error(`No such function: ${unknown.join(', ') || '(none named)'}. There are: ${known.join(', ')}.`)
  return names
}

/** The commands to run, each as program and arguments. */
function plan(values, names) {
  if (values.check) return []
  if (values['project-ref'] !== undefined) {
    if (!/^[a-z0-9]{8,40}$/.test(values['project-ref'])) throw new Error('--project-ref is not a project reference.')
    return names.map((name) => [
      'supabase',
      ['functions', 'deploy', name, '--project-ref', values['project-ref'], '--no-verify-jwt'],
      fileURLToPath(new URL('..', import.meta.url)),
    ])
  }
  if (values.ssh === undefined || values.path === undefined) throw new Error('Say where to: --project-ref, or --ssh and --path. --help explains both.')
  if (!/^[\w.@:[\]-]+$/.test(values.ssh) || values.ssh.startsWith('-')) throw new Error('--ssh must look like user@host.')
  if (!/^\/[\w./-]+$/.test(values.path)) throw new Error('--path must be an absolute path of plain characters.')
  const target = values.path.replace(/\/+$/, '')
  const restart = values.restart ?? `cd ${target.replace(/\/volumes\/functions$/, '')} && docker compose restart functions`
  // -R keeps the folders' names. Other files of the target stay, and replaced files are kept as backups.
  const folders = ['./_shared/companion', ...names.map((name) => `./${name}`)]
  return [
    ['rsync', ['-a', '-R', '--delete', '--backup', `--backup-dir=${target}.before-${version()}`, ...folders, `${values.ssh}:${target}/`], FUNCTIONS],
    ['ssh', [values.ssh, restart], FUNCTIONS],
  ]
}

function run([program, args, cwd]) {
  console.log(`> ${program} ${args.join(' ')}`)
  const { status, error } = spawnSync(program, args, { cwd, stdio: 'inherit' })
  if (error) throw new Error(error.code === 'ENOENT' ? `${program} is not installed.` : error.message)
  if (status !== 0) throw new Error(`${program} ended with ${status}.`)
}

/** Asks a function for its version; answers the version, or why there is none. Needs no sign-in and no settings. */
async function ask(url, name) {
  try {
    const response = await fetch(`${url}/functions/v1/${name}`, { method: 'OPTIONS', redirect: 'error', signal: AbortSignal.timeout(10_000) })
    await response.body?.cancel()
    return response.headers.get('x-wpp-companion') ?? `HTTP ${response.status} without a version: not deployed, not booting, or an older function`
  } catch (error) {
    return `no answer (${error.cause?.code ?? error.name})`
  }
}

async function check(url, names, patience) {
  const wanted = version()
  const until = Date.now() + patience
  for (;;) {
    const said = await Promise.all(names.map(async (name) => [name, await ask(url, name)]))
    const wrong = said.filter(([, answer]) => answer !== wanted)
    if (wrong.length === 0 || Date.now() > until) {
      for (const [name, answer] of said) console.log(`${answer === wanted ? 'ok ' : 'BAD'} ${name.padEnd(24)} ${answer}`)
      if (wrong.length > 0) throw new Error(`${wrong.length} of ${names.length} functions do not answer with version ${wanted}.`)
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

async function main() {
  const text = { type: 'string' }
  const flag = { type: 'boolean' }
  const { values } = parseArgs({
    options: {
      'project-ref': text,
      ssh: text,
      path: text,
      url: text,
      only: text,
      restart: text,
      all: flag,
      check: flag,
      'no-check': flag,
      'dry-run': flag,
      help: flag,
    },
  })
  if (values.help) return console.log(HELP)
  const names = chosen(values)
  const url = (values.url ?? (values['project-ref'] === undefined ? undefined : `https://${values['project-ref']}.supabase.co`))?.replace(/\/+$/, '')
  const commands = plan(values, names)
  if (url === undefined && !values['no-check']) throw new Error('--url is needed for the check afterwards (or --no-check).')
  if (values['dry-run']) {
    console.log(`Version ${version()}: ${names.join(', ')}`)
    for (const [program, args] of commands) console.log(`would run: ${program} ${args.join(' ')}`)
    if (!values['no-check']) console.log(`would check: ${names.length} functions at ${url}/functions/v1/`)
    return
  }
  for (const command of commands) run(command)
  if (!values['no-check']) await check(url, names, commands.length === 0 ? 0 : PATIENCE)
}

main().catch((error) => {
  console.error(`Not done: ${error.message}`)
  process.exitCode = 1
})
