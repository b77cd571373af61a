// Writes out/THIRD-PARTY-NOTICES.txt while the app is built: every package whose code is in the build, with its licence.
import fs from 'node:fs'
import path from 'node:path'
import license from 'rollup-plugin-license'
import { ROOT } from './exec.mjs'

const FILE = path.join(ROOT, 'out', 'THIRD-PARTY-NOTICES.txt')
// From the bundle and not from the lockfile: docs/decisions/0007-bundle-everything.md.

/** Shipped, but bundled by no chunk: two packages that stay beside the bundle, and the font, which comes by a style sheet. */
export const BESIDE = ['keytar', 'node-sqlite3-wasm', '@fontsource-variable/golos-text']
/** Licences that let the app be given away under its own. A package with another one fails the build. */
const ALLOWED = '(MIT OR MIT-0 OR ISC OR BSD-2-Clause OR BSD-3-Clause OR Apache-2.0 OR 0BSD OR OFL-1.1)'

const HEAD = `WPP Companion contains the software named below, each part under its own licence.
Electron and Chromium, the runtime, bring their licences in files of their own.
`

/** Text of the notices for packages as rollup-plugin-license names them, in the order of their names. */
export function noticesText(packages) {
  const entries = packages.map(({ name, version, license: terms, author, licenseText, noticeText }) => {
    const texts = [licenseText, noticeText].filter((text) => text !== null && text.trim() !== '').map((text) => text.replaceAll('\r\n', '\n').trim())
    const by = author ? `, by ${author.name}` : ''
    return { title: `${name} ${version} (${terms}${by})`, body: texts.join('\n\n') }
  })
  entries.sort((a, b) => a.title.localeCompare(b.title, 'en'))
  return [HEAD, ...entries.map(({ title, body }) => `${title}\n${'-'.repeat(title.length)}\n${body === '' ? '' : `\n${body}\n`}`)].join('\n\n')
}

/** Modules under the package.json of their package. Some packages have others deeper down, which name no licence. */
function ofPackages(modules) {
  const found = {}
  for (const [id, { renderedLength }] of Object.entries(modules)) {
    const root = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
    const key = root === undefined ? id : path.join(root, 'package.json')
    found[key] = { renderedLength: (found[key]?.renderedLength ?? 0) + renderedLength }
  }
  return found
}

/** Answers a function that makes the plugin: one for each part of the build (main, preload, window), because all write one file together. */
export function createNoticesPlugins() {
  const found = new Map()
  return () => {
    const plugin = license({
      cwd: ROOT,
      thirdParty: {
        allow: { test: ALLOWED, failOnUnlicensed: true, failOnViolation: true },
        multipleVersions: true,
        output(packages) {
          for (const each of packages) found.set(`${each.name} ${each.version}`, each)
          fs.mkdirSync(path.dirname(FILE), { recursive: true })
          fs.writeFileSync(FILE, noticesText([...found.values()]))
        },
      },
    })
    const beside = Object.fromEntries(BESIDE.map((name) => [path.join(ROOT, 'node_modules', name, 'package.json'), { renderedLength: 1 }]))
    return {
      name: 'third-party-notices',
      renderChunk(code, chunk) {
        plugin.renderChunk(code, { ...chunk, modules: { ...ofPackages(chunk.modules), ...beside } })
        return null // the code itself is not changed
      },
      generateBundle() {
        plugin.generateBundle()
      },
    }
  }
}
