import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { DENO_FLAGS, denoBinary, functionNames } from '../../../scripts/system/functions.mjs'
import { VERSION } from '../../../supabase/functions/_shared/companion/version.ts'

const FUNCTIONS = 'supabase/functions'
const sources = () => readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

it('Deno’s own type check passes for every function', async () => {
  const flags = DENO_FLAGS.filter((flag) => flag !== '--no-prompt' && flag !== '--cached-only')
  const files = functionNames().map((name) => `${FUNCTIONS}/${name}/index.ts`)
  await promisify(execFile)(denoBinary(), ['check', ...flags, '--config', `${FUNCTIONS}/deno.json`, ...files], { env: { ...process.env, NO_COLOR: '1' } })
})

it('functions import their own files and npm: packages with a version, nothing else', () => {
  const imports = sources().flatMap((name) =>
    [...readFileSync(`${FUNCTIONS}/${name}`, 'utf8').matchAll(/^(?:import|export) .*from '([^']+)'$/gm)].map(([, from]) => from ?? ''),
  )
  expect(imports.length).toBeGreaterThan(40)
  for (const from of imports) expect(from).toMatch(/^(\.{1,2}\/.*\.ts|npm:[a-z-]+@\d+\.\d+\.\d+)$/)
})

it('handlers know neither Deno nor its environment', () => {
  for (const name of sources().filter((each) => each.endsWith('handler.ts'))) expect(readFileSync(`${FUNCTIONS}/${name}`, 'utf8')).not.toMatch(/\bDeno\b|npm:/)
})

it('the version is the app’s', () => {
  expect(VERSION).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version)
})

it('every function is named in the configuration for the Supabase CLI', () => {
  const config = readFileSync('supabase/config.toml', 'utf8')
  for (const name of functionNames()) expect(config).toContain(`[functions.${name}]\nverify_jwt = false`)
})
