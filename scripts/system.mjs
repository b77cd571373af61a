// npm run system: the whole system on this machine, until Ctrl+C. `--help` lists what can be set.
import { parseArgs } from 'node:util'
import { startSystem } from './system/index.mjs'

const HELP = `Runs app backend, database, sign-in and a simulated platform on this machine.

  npm run system -- [--port 54321] [--without wpp-status,…] [--json] [--log]

  --port      gateway port (default: any free one)
  --without   functions to leave out, as if they had not been deployed
  --token-life  seconds an access token lives (default 3600)
  --json      print one line of JSON when ready, for programs
  --log       print the functions' log lines
`

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    without: { type: 'string' },
    'token-life': { type: 'string' },
    json: { type: 'boolean' },
    log: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

function print(system) {
  const { url, anonKey, dbUrl, sandbox, operators, folder } = system
  if (values.json) {
    console.log(JSON.stringify({ url, anonKey, dbUrl, sandbox, organizations: system.organizations, operators, folder }))
    return
  }
  const lines = operators.map(
    ({ email, phone, password, organization, role }) =>
      `    ${email.padEnd(20)} ${password}   ${organization} (${role})${phone ? `, also by phone ${phone}` : ''}`,
  )
  console.log(`The system is running. In the app choose AcademyOS and enter:

  Address     ${url}
  Public key  ${anonKey}

  Sign in as (passwords are new at each start):
${lines.join('\n')}

  Platform    ${sandbox.address}   control token ${sandbox.controlToken}
  Database    ${dbUrl}

Ctrl+C stops everything.`)
}

async function main() {
  if (values.help) {
    console.log(HELP)
    return
  }
  let leave = () => undefined
  const asked = new Promise((resolve) => {
    leave = resolve
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave)
  const system = await startSystem({
    port: Number(values.port ?? 0),
    without: values.without?.split(',').map((name) => name.trim()) ?? [],
    accessTokenSeconds: Number(values['token-life'] ?? 3_600),
    onLine: values.log ? (name, line) => console.error(`${name}: ${line}`) : undefined,
  })
  print(system)
  await asked
  await system.stop()
  if (!values.json) console.log('Stopped.')
}

main().catch((error) => {
  console.error(`The system did not start: ${error.message}`)
  process.exitCode = 1
})
