// `npm run dist`: a .deb of the packaged app, made with dpkg-deb alone (no downloads). On other systems electron-builder makes its installer.
import fs from 'node:fs'
import path from 'node:path'
import { bin, exec, onPath, ROOT } from './lib/exec.mjs'
import { run, say, Stop } from './lib/say.mjs'
import { BUILD_FOLDER, packageApp } from './package.mjs'
import { ensurePackages } from './system-packages.mjs'

const about = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
const NAME = 'wpp-companion'
const HOME = `/opt/${NAME}`
const ARCH = { x64: 'amd64', arm64: 'arm64' }[process.arch]
const ICON_SIZES = [16, 32, 48, 64, 128, 256, 512]

// The second name of each pair is that of Ubuntu 24.04 and Debian 13.
const DEPENDS = ['libgtk-3-0t64 | libgtk-3-0', 'libnss3', 'libasound2t64 | libasound2', 'libgbm1', 'libsecret-1-0', 'libnotify4', 'xdg-utils']

const DESKTOP = `[Desktop Entry]
Type=Application
Name=${about.productName}
Comment=Connects WhatsApp numbers and watches them from the tray
Comment[ru]=Подключает номера WhatsApp и следит за ними из трея
Exec=${HOME}/${NAME}
Icon=${NAME}
Terminal=false
Categories=Network;InstantMessaging;
StartupWMClass=${about.productName}
StartupNotify=true
`

const control = (version, installedKb) => `Package: ${NAME}
Version: ${version.replace('-', '~')}
Architecture: ${ARCH}
Maintainer: ${about.author}
Homepage: ${about.homepage}
Section: net
Priority: optional
Installed-Size: ${installedKb}
Depends: ${DEPENDS.join(', ')}
Recommends: gnome-keyring | kwalletmanager
Description: ${about.productName}
 ${about.description}
`

/** Gives every file the mode it has once installed, whatever the umask was; answers the size of all files, bytes. */
function settle(dir) {
  fs.chmodSync(dir, 0o755)
  return fs.readdirSync(dir, { withFileTypes: true }).reduce((bytes, entry) => {
    const file = path.join(dir, entry.name)
    if (entry.isSymbolicLink()) return bytes
    if (entry.isDirectory()) return bytes + settle(file)
    const { mode, size } = fs.statSync(file)
    // Chromium's sandbox helper is setuid root: this works everywhere, also where Ubuntu forbids user namespaces to unknown programs.
    fs.chmodSync(file, entry.name === 'chrome-sandbox' ? 0o4755 : mode & 0o100 ? 0o755 : 0o644)
    return bytes + size
  }, 0)
}

function put(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

async function makeDeb() {
  if (!onPath('dpkg-deb')) throw new Stop('A .deb can be made on Debian or Ubuntu only: dpkg-deb is not here.')
  await ensurePackages('run')
  const { dir, version, why } = await packageApp()
  if (why) say(why)
  const tree = path.join(ROOT, 'dist', 'deb')
  fs.rmSync(tree, { recursive: true, force: true })
  fs.cpSync(dir, path.join(tree, HOME), { recursive: true, verbatimSymlinks: true })
  put(path.join(tree, 'usr/share/applications', `${NAME}.desktop`), DESKTOP)
  for (const size of ICON_SIZES)
    put(path.join(tree, `usr/share/icons/hicolor/${size}x${size}/apps/${NAME}.png`), fs.readFileSync(path.join(ROOT, `resources/icons/${size}.png`)))
  put(path.join(tree, `usr/share/icons/hicolor/scalable/apps/${NAME}.svg`), fs.readFileSync(path.join(ROOT, 'resources/icons/app.svg')))
  put(
    path.join(tree, `usr/share/doc/${NAME}/copyright`),
    `${about.productName}: ${about.license}. Electron and Chromium: see ${HOME}/LICENSE*. Other parts: see ${HOME}/resources/THIRD-PARTY-NOTICES.txt.\n`,
  )
  fs.mkdirSync(path.join(tree, 'usr/bin'), { recursive: true })
  fs.symlinkSync(`${HOME}/${NAME}`, path.join(tree, 'usr/bin', NAME))
  put(path.join(tree, 'DEBIAN/control'), '')
  const bytes = settle(tree)
  put(path.join(tree, 'DEBIAN/control'), control(version, Math.ceil(bytes / 1024)))
  say('Making the .deb …')
  const deb = path.join(ROOT, 'dist', `${NAME}_${version}_${ARCH}.deb`)
  const { code, output } = await exec('dpkg-deb', ['--root-owner-group', '-Zzstd', '--build', tree, deb])
  if (code !== 0) throw new Stop(`${output}\ndpkg-deb failed.`)
  fs.rmSync(tree, { recursive: true, force: true })
  return deb
}

await run(async () => {
  if (process.platform === 'linux') {
    process.stdout.write(`${await makeDeb()}\n`)
    return 0
  }
  const { version, why } = await packageApp() // builds first; electron-builder then fetches what its installers need
  if (why) say(why)
  return (
    await exec(bin('electron-builder'), ['--publish', 'never', `-c.extraMetadata.version=${version}`], {
      loud: true,
      env: { ...process.env, [BUILD_FOLDER]: 'out' },
    })
  ).code
})
