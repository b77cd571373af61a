import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../fakes/heard'
import { functionNames } from '../../../scripts/system/functions.mjs'

interface Ready {
  readonly url: string
  readonly folder: string
  readonly anonKey: string
  readonly dbUrl: string
  readonly operators: readonly { readonly email: string; readonly phone: string | null; readonly password: string; readonly organizationId: string }[]
}

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function npmRunSystem(...args: string[]): Promise<{ child: ChildProcess; ready: Ready; folder: string }> {
  const child = spawn(process.execPath, ['scripts/system.mjs', '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let text = ''
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (text.includes('\n')) resolve(text)
    })
  })
  const ready = JSON.parse(line) as Ready
  return { child, ready, folder: ready.folder }
}

const exit = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve))

/** Processes whose command line or settings name the folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${folder}/`)
    } catch {
      return false
    }
  })
}

// A whole second system beside the first: slow on a busy machine.
describe.runIf(process.platform === 'linux')('npm run system', { timeout: 120_000 }, () => {
  it('runs two organisations with three operators, leaves functions out on request, and stops clean', async () => {
    const { child, ready, folder } = await npmRunSystem('--without', 'wpp-qr')
    expect(ready.operators).toHaveLength(3)
    expect(new Set(ready.operators.map((each) => each.organizationId)).size).toBe(2)
    for (const { email, phone, password } of ready.operators) {
      for (const login of phone === null ? [{ email }] : [{ email }, { phone }]) {
        const answer = await fetch(`${ready.url}/auth/v1/token?grant_type=password`, {
          method: 'POST',
          headers: { apikey: ready.anonKey, 'content-type': 'application/json' },
          body: JSON.stringify({ ...login, password }),
        })
        expect(answer.status).toBe(200)
      }
    }
    const status = async (name: string) => (await fetch(`${ready.url}/functions/v1/${name}`)).status
    expect(await status('wpp-qr')).toBe(404)
    for (const name of functionNames().filter((each) => each !== 'wpp-qr')) expect(await status(name)).not.toBe(404)

    child.kill('SIGINT')
    expect(await exit(child)).toBe(0)
    expect(existsSync(folder)).toBe(false)
    expect(processesOf(folder)).toEqual([])
  })

  it('leaves nothing running when it is killed', async () => {
    const { child, folder } = await npmRunSystem()
    expect(processesOf(folder).length).toBeGreaterThan(8)
    child.kill('SIGKILL')
    await eventually(() => processesOf(folder).length === 0, 'the processes of the system end', 10_000)
    await eventually(() => !existsSync(folder), 'the folder of the system is removed', 10_000)
  })
})
