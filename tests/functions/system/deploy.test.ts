import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VERSION } from '../../../supabase/functions/_shared/companion/version.ts'
import { system } from '../rig/client'

const bin = mkdtempSync(join(tmpdir(), 'wpp-deploy-'))
const calls = join(bin, 'calls')

beforeAll(() => {
  // Stand-ins of the three programs write down how they were called.
  for (const name of ['supabase', 'rsync', 'ssh']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> "${calls}"\n`)
    chmodSync(join(bin, name), 0o755)
  }
})
afterAll(() => rmSync(bin, { recursive: true }))

function deploy(...args: string[]): Promise<{ code: number; output: string; ran: string[] }> {
  writeFileSync(calls, '')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/deploy-functions.mjs', ...args],
      { env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` } },
      (error, stdout, stderr) => {
        resolve({ code: error ? 1 : 0, output: stdout + stderr, ran: readFileSync(calls, 'utf8').split('\n').filter(Boolean) })
      },
    )
  })
}

const server = ['--ssh', 'root@server.example', '--path', '/opt/supabase/volumes/functions']

describe('npm run deploy:functions', () => {
  it('explains itself', async () => {
    expect((await deploy('--help')).output).toContain('--project-ref REF')
  })

  it('tells in a dry run what would happen, and does nothing', async () => {
    const { code, output, ran } = await deploy(...server, '--url', 'https://api.example', '--dry-run')
    expect(code).toBe(0)
    expect(output).toContain('would run: rsync -a -R --delete --backup')
    expect(output).toContain('would run: ssh root@server.example cd /opt/supabase && docker compose restart functions')
    expect(output).toContain('would check: 7 functions at https://api.example/functions/v1/')
    expect(ran).toEqual([])
  })

  it('deploys each function to a hosted project by the Supabase CLI', async () => {
    const { ran } = await deploy('--project-ref', 'abcdefghijklmnop', '--only', 'wpp-create,wpp-status', '--no-check')
    expect(ran).toEqual(['wpp-create', 'wpp-status'].map((name) => `supabase functions deploy ${name} --project-ref abcdefghijklmnop --no-verify-jwt`))
  })

  it('copies to a self-hosted server only our own folders, restarts it, and finds every function answering', async () => {
    const { code, output, ran } = await deploy(...server, '--all', '--url', system.url)
    expect(output).not.toContain('BAD')
    expect(code).toBe(0)
    expect(ran[0]).toMatch(
      /^rsync .* \.\/_shared\/companion \.\/messenger-integrations .*\.\/wpp-webhook root@server\.example:\/opt\/supabase\/volumes\/functions\/$/,
    )
    expect(ran[1]).toMatch(/^ssh root@server\.example /)
    expect(output.match(new RegExp(`^ok .* ${VERSION}$`, 'gm'))).toHaveLength(9)
  })

  it('leaves alone by default what does more on a deployed server', async () => {
    const { ran } = await deploy(...server, '--no-check')
    expect(ran[0]).not.toMatch(/wpp-webhook|messenger-integrations/)
  })

  it('fails when a function is missing, older, or of another version', async () => {
    const fake = createServer((request, response) => {
      if (request.url?.endsWith('wpp-qr')) response.setHeader('x-wpp-companion', '0.0.1')
      response.end()
    })
    await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve))
    const { code, output } = await deploy('--check', '--only', 'wpp-qr,wpp-create', '--url', `http://127.0.0.1:${(fake.address() as AddressInfo).port}`)
    fake.close()
    expect(code).toBe(1)
    expect(output).toMatch(/BAD wpp-qr +0\.0\.1\n/)
    expect(output).toMatch(/BAD wpp-create +HTTP 200 without a version/)
  })

  it.each([
    [['--only', 'nothing', '--no-check'], 'No such function'],
    [['--no-check'], 'Say where to'],
    [['--ssh=-oProxyCommand=x', '--path', '/a', '--no-check'], 'must look like user@host'],
    [['--ssh', 'a@b', '--path', '/a; rm -rf /', '--no-check'], 'absolute path'],
    [server, '--url is needed'],
  ])('refuses %j', async (args, sentence) => {
    const { code, output, ran } = await deploy(...args)
    expect([code, ran]).toEqual([1, []])
    expect(output).toContain(sentence)
  })
})
