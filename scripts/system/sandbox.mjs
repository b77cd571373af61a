// The simulated platform of src/sandbox, bundled from its TypeScript into the system's own folder.
import { build } from 'esbuild'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ENTRY = fileURLToPath(new URL('../../src/sandbox/index.ts', import.meta.url))

/** Starts the platform; `timings` shorten its waits (ms). */
export async function startPlatform({ folder, wppSecret, timings = {} }) {
  const outfile = join(folder, 'sandbox.mjs')
  await build({ entryPoints: [ENTRY], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' })
  const { startSandbox } = await import(pathToFileURL(outfile).href)
  return await startSandbox({ dir: join(folder, 'platform'), wppSecret, timings })
}
