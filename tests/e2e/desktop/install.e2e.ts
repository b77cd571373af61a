// The .deb as its users get it: installed with apt, started from its desktop entry by an ordinary user with the sandbox on, removed without a trace.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { end } from '../../fakes/desktop/private-bus'
import { asOrdinaryUser } from '../rig/desktop/ordinary-user'
import { inWorld } from '../rig/test'

const ROOT = join(import.meta.dirname, '../../..')
const PACKAGE = 'wpp-companion'
const HOME = `/opt/${PACKAGE}`
const ENTRY = `/usr/share/applications/${PACKAGE}.desktop`
const LIMIT = 300_000 // ms; building and apt, on a machine that may be busy with other tests and hold apt's lock

const asRoot = (command: string, ...args: string[]) => {
  const [program, ...rest] = process.getuid?.() === 0 ? [command, ...args] : ['sudo', '-n', command, ...args]
  return spawnSync(program, rest, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}
const apt = (...args: string[]) =>
  asRoot('apt-get', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=240', '-o', 'APT::Sandbox::User=root', ...args)
const isInstalled = (): boolean => spawnSync('dpkg-query', ['-W', '-f=${Status}', PACKAGE], { encoding: 'utf8' }).stdout.includes('install ok installed')

let deb = ''
let ours = false
/** Files that the package put on the machine; read while it is installed. */
let files: readonly string[] = []

beforeAll(() => {
  if (isInstalled()) throw new Error(`${PACKAGE} is installed here, and this test would remove it. First: sudo apt-get remove ${PACKAGE}`)
  deb = execFileSync(process.execPath, ['scripts/dist.mjs'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''
  // A bare machine has no list of packages to take the dependencies from.
  if (apt('--simulate', 'install', deb).status !== 0) apt('update')
  const installed = apt('install', deb)
  ours = true
  if (installed.status !== 0)
    throw new Error(`The package could not be installed (this needs root, or sudo without a password):\n${installed.stdout}${installed.stderr}`)
  files = execFileSync('dpkg-query', ['-L', PACKAGE], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => !lstatSync(path).isDirectory())
}, LIMIT)

afterAll(() => {
  if (ours && isInstalled()) apt('remove', PACKAGE)
}, LIMIT)

function entry(): Readonly<Record<string, string>> {
  const [head, ...lines] = readFileSync(ENTRY, 'utf8').trim().split('\n')
  expect(head).toBe('[Desktop Entry]')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

test('the package names what it needs, brings entry and icons, and its files are root’s and nobody else’s to write', () => {
  const depends = execFileSync('dpkg-deb', ['-f', deb, 'Depends'], { encoding: 'utf8' })
  for (const name of ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsecret-1-0', 'libnotify4']) expect(depends).toContain(name)
  expect(entry()).toMatchObject({
    Type: 'Application',
    Name: 'WPP Companion',
    Exec: `${HOME}/${PACKAGE}`,
    Icon: PACKAGE,
    Terminal: 'false',
    StartupWMClass: 'WPP Companion',
  })
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    const { width, height } = PNG.sync.read(readFileSync(`/usr/share/icons/hicolor/${size}x${size}/apps/${PACKAGE}.png`))
    expect([width, height]).toEqual([size, size])
  }
  expect(readFileSync(`/usr/share/icons/hicolor/scalable/apps/${PACKAGE}.svg`, 'utf8')).toContain('<svg')
  const loose = files.filter((path) => !lstatSync(path).isSymbolicLink() && (statSync(path).uid !== 0 || (statSync(path).mode & 0o022) !== 0))
  expect(loose).toEqual([])
  expect(statSync(`${HOME}/chrome-sandbox`).mode & 0o7777).toBe(0o4755)
})

test('the installed program has the fuses of a release', async () => {
  const fuses = await getCurrentFuseWire(`${HOME}/${PACKAGE}`)
  const on = [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar]
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]
  // In the binary each fuse is a digit.
  for (const fuse of on) expect(String.fromCharCode(fuses[fuse] ?? 0), FuseV1Options[fuse]).toBe('1')
  for (const fuse of off) expect(String.fromCharCode(fuses[fuse] ?? 0), FuseV1Options[fuse]).toBe('0')
})

/** Command lines of a process and all below it. */
function family(pid: number): readonly { readonly pid: number; readonly command: string }[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) }]
      } catch {
        return [] // it has just ended
      }
    })
  const below = (root: number): readonly number[] => [root, ...parents.filter(({ parent }) => parent === root).flatMap((child) => below(child.pid))]
  return below(pid).map((each) => ({ pid: each, command: readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ') }))
}

inWorld('started from its desktop entry by an ordinary user: a window, a tray item, a sandbox, and an end from the menu', {}, async ({ world }) => {
  const [program = '', ...args] = (entry()['Exec'] ?? '').split(' ')
  const app = spawn(asOrdinaryUser(world, program), args, { env: world.env, stdio: 'ignore' })
  world.onStop(() => end(app, 'SIGKILL'))
  const ended = new Promise<number | null>((resolve) => app.once('exit', resolve))
  // The item is there before the app is; then it says what it watches.
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'empty' && tooltip.includes(ru.desktop.summary.empty), 20_000)
  await expect.poll(() => world.display.titles(), { timeout: 15_000 }).toContain('WPP Companion')

  const processes = family(app.pid ?? 0)
  expect(processes.map(({ command }) => command).join()).not.toContain('--no-sandbox')
  const renderer = processes.find(({ command }) => command.includes('--type=renderer'))
  expect(readFileSync(`/proc/${renderer?.pid}/status`, 'utf8')).toMatch(/^Seccomp:\s2$/m)
  if (process.getuid?.() === 0)
    for (const { pid } of processes.filter(({ command }) => command.startsWith(HOME))) expect(statSync(`/proc/${pid}`).uid, `process ${pid}`).not.toBe(0)

  await world.tray.clickMenu(ru.desktop.tray.quit)
  expect(await ended).toBe(0)
  expect(existsSync(join(world.profile, 'logs', 'main.log'))).toBe(true)
})

test(
  'removed with apt, nothing of it is left',
  () => {
    expect(files.length).toBeGreaterThan(50)
    const removed = apt('remove', PACKAGE)
    expect(removed.status, removed.stderr).toBe(0)
    expect(files.filter((path) => existsSync(path))).toEqual([])
    expect([HOME, ENTRY, `/usr/bin/${PACKAGE}`, `/usr/share/doc/${PACKAGE}`].filter((path) => existsSync(path))).toEqual([])
    expect(isInstalled()).toBe(false)
  },
  LIMIT,
)
