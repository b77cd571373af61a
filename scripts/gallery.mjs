// Photographs every state of the window (scene x language x theme x width) and runs axe on each. Usage: node scripts/gallery.mjs [--quick] [scene...]; quick = two of the eight variants
/* global document, window */
// Needs a Chromium: CHROMIUM=/path, or `apt-get install -y --no-install-recommends chromium`.
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import react from '@vitejs/plugin-react'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { PLAYED } from './lib/played-scenes.mjs'

const root = join(import.meta.dirname, '..')
const built = join(root, 'test-results', 'gallery-build')
const out = join(root, 'test-results', 'gallery')
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(executablePath)) {
  console.error('No Chromium. Run: apt-get install -y --no-install-recommends chromium')
  process.exit(1)
}

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** Scenes that are photographed in forced colours too, because their controls and drawings show a state there. */
const FORCED = new Set(['connected', 'list', 'scan', 'settings-quiet'])

async function serve() {
  const answer = async (request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname)
    try {
      const file = path === '/' ? '/index.html' : path
      const body = await readFile(join(built, file))
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP })
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function photograph(context, address, name, options) {
  const [scene, play] = PLAYED[name] ?? [name, null]
  const page = await context.newPage()
  const findings = []
  page.on('pageerror', (error) => findings.push(`error: ${error.message}`))
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('favicon') && findings.push(`console: ${message.text()}`))
  await page.goto(`${address}?scene=${scene}&lang=${options.lang}`)
  await page.locator('h1').waitFor()
  await page.evaluate(() => document.fonts.ready)
  if (play) await play(page)
  await page.screenshot({ path: join(out, `${name}.${options.lang}.${options.theme}.${options.width}.png`) })
  if (FORCED.has(name)) {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.screenshot({ path: join(out, `${name}.${options.lang}.${options.theme}.${options.width}.forced.png`) })
    await page.emulateMedia({ forcedColors: null })
  }
  const wide = await page.evaluate(
    () =>
      document.documentElement.scrollWidth > window.innerWidth ||
      [...document.querySelectorAll('main, nav, dialog')].some((each) => each.scrollWidth > each.clientWidth + 1),
  )
  if (wide) findings.push('scrolls sideways')
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => window.axe.run())
  for (const each of violations)
    findings.push(
      `axe ${each.id}: ${each.help} — ${each.nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
    )
  await page.close()
  return findings
}

async function main() {
  await build({
    root: join(root, 'tests/renderer/gallery'),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: built, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  })
  const quick = process.argv.includes('--quick')
  const only = process.argv.slice(2).filter((each) => !each.startsWith('--'))
  if (only.length === 0) await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const server = await serve()
  const address = `http://127.0.0.1:${server.address().port}/`
  const browser = await chromium.launch({ executablePath, args: ARGS })
  let bad = 0
  let shots = 0
  try {
    const probe = await browser.newPage()
    await probe.goto(address)
    const scenes = await probe.waitForFunction(() => document.body.dataset.scenes).then((handle) => handle.jsonValue())
    await probe.close()
    const names = [...scenes.split(' '), ...Object.keys(PLAYED)].filter((name) => only.length === 0 || only.includes(name))
    for (const theme of ['light', 'dark']) {
      for (const [width, height] of [
        [960, 720],
        [380, 720],
      ]) {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', bypassCSP: false })
        for (const lang of ['ru', 'en']) {
          if (quick && (theme === 'light') !== (width === 960 && lang === 'ru')) continue
          if (quick && theme === 'dark' && (width === 960 || lang === 'ru')) continue
          for (const name of names) {
            const findings = await photograph(context, address, name, { lang, theme, width }).catch((error) => [`failed: ${error.message.split('\n')[0]}`])
            shots += 1
            bad += findings.length
            for (const finding of findings) console.log(`${name} ${lang} ${theme} ${width}: ${finding}`)
          }
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    server.close()
  }
  console.log(`${shots} pictures in test-results/gallery, ${bad} findings`)
  process.exitCode = bad === 0 ? 0 : 1
}

await main()
