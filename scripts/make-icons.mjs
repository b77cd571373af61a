// Draws every icon of the product: app icon and tray states, from SVG written here. Run it with `npm run icons`; the results are committed.
import fs from 'node:fs'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import pngToIco from 'png-to-ico'
import { ROOT } from './lib/exec.mjs'

const ICONS = path.join(ROOT, 'resources/icons')
const TRAY = path.join(ROOT, 'resources/tray')

const bubble =
  'M150 116 H362 A54 54 0 0 1 416 170 V306 A54 54 0 0 1 362 360 H250 L172 424 A8 8 0 0 1 159 418 V360 H150 A54 54 0 0 1 96 306 V170 A54 54 0 0 1 150 116 Z'
const ground = `<defs><linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#6a72f0"/><stop offset="1" stop-color="#3238a3"/></linearGradient></defs>
<rect x="16" y="16" width="480" height="480" rx="112" fill="url(#ground)"/>`
/** A corner mark of a QR code. */
const finder = (x, y) =>
  `<rect x="${x + 8}" y="${y + 8}" width="52" height="52" rx="14" fill="none" stroke="#3238a3" stroke-width="16"/><rect x="${x + 24}" y="${y + 24}" width="20" height="20" rx="5" fill="#3238a3"/>`

/** The app icon, in the accent colour of the window: a message, in it three corners of a QR code and a check. Under 64 px only the check can be read. */
const APP = {
  large: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${ground}
<path d="${bubble}" fill="#ffffff"/><g transform="translate(256 238) scale(1.24) translate(-256 -232)">${finder(178, 152)}${finder(266, 152)}${finder(178, 240)}
<path d="M274 278 L296 300 L334 254" fill="none" stroke="#4b52d6" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"/></g></svg>`,
  small: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${ground}
<path d="${bubble}" fill="#ffffff"/>
<path d="M180 238 L234 292 L334 186" fill="none" stroke="#3f46c4" stroke-width="50" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
}
const APP_SIZES = [512, 256, 128, 64, 48, 32, 16]
const appAt = (size) => (size < 64 ? APP.small : APP.large)

/**
 * One tray state on a grid of 22: the `body` has the colour, the `mark` lies on it. In template images (macOS) there is one colour,
 * so the mark is cut out of the body. Every state has its own outline: they stay apart in grey.
 */
const STATES = {
  connected: {
    colour: '#1fa463',
    mark: '#ffffff',
    body: '<circle cx="11" cy="11" r="9.5" fill="INK"/>',
    sign: '<path d="M6.6 11.4 L9.7 14.5 L15.4 8" fill="none" stroke="MARK" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
  },
  working: {
    colour: '#2f86eb',
    mark: null,
    body: '<path d="M11 2 A9 9 0 1 1 2 11" fill="none" stroke="INK" stroke-width="2.6" stroke-linecap="round"/><circle cx="6.8" cy="11" r="1.5" fill="INK"/><circle cx="11" cy="11" r="1.5" fill="INK"/><circle cx="15.2" cy="11" r="1.5" fill="INK"/>',
    sign: '',
  },
  attention: {
    colour: '#f0a202',
    mark: '#2e2000',
    body: '<path d="M11 3 L19.8 18.8 H2.2 Z" fill="INK" stroke="INK" stroke-width="2.4" stroke-linejoin="round"/>',
    sign: '<path d="M11 8 V12.8" stroke="MARK" stroke-width="2.4" stroke-linecap="round"/><circle cx="11" cy="16.4" r="1.4" fill="MARK"/>',
  },
  disconnected: {
    colour: '#e03e3e',
    mark: '#ffffff',
    body: '<path d="M7.2 2 H14.8 L20 7.2 V14.8 L14.8 20 H7.2 L2 14.8 V7.2 Z" fill="INK" stroke="INK" stroke-width="1" stroke-linejoin="round"/>',
    sign: '<path d="M7.6 7.6 L14.4 14.4 M14.4 7.6 L7.6 14.4" fill="none" stroke="MARK" stroke-width="2.5" stroke-linecap="round"/>',
  },
  empty: {
    colour: '#8291a1',
    mark: null,
    body: '<path d="M5.5 3.5 H16.5 A2.5 2.5 0 0 1 19 6 V12.5 A2.5 2.5 0 0 1 16.5 15 H11 L7 19 V15 H5.5 A2.5 2.5 0 0 1 3 12.5 V6 A2.5 2.5 0 0 1 5.5 3.5 Z" fill="none" stroke="INK" stroke-width="2.2" stroke-linejoin="round"/>',
    sign: '',
  },
}

const open = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">'
const coloured = ({ colour, mark, body, sign }) => `${open}${(body + sign).replaceAll('INK', colour).replaceAll('MARK', mark ?? colour)}</svg>`
const template = ({ body, sign }) =>
  sign === ''
    ? `${open}${body.replaceAll('INK', '#000000')}</svg>`
    : `${open}<mask id="cut"><rect width="22" height="22" fill="#ffffff"/>${sign.replaceAll('MARK', '#000000')}</mask><g mask="url(#cut)">${body.replaceAll('INK', '#000000')}</g></svg>`

const draw = (svg, size) => new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng()
/** One .ico with a bitmap of 32 bits per pixel for each size: the form every Windows reads at 16 and 32 px. */
const ico = (sizes, svgFor) => pngToIco(sizes.map((size) => Buffer.from(draw(svgFor(size), size))))

for (const dir of [ICONS, TRAY]) fs.mkdirSync(dir, { recursive: true })
const put = (dir, name, data) => fs.writeFileSync(path.join(dir, name), data)

put(ICONS, 'app.svg', `${APP.large}\n`)
put(ICONS, 'app-small.svg', `${APP.small}\n`)
for (const size of APP_SIZES) put(ICONS, `${size}.png`, draw(appAt(size), size))
put(ICONS, 'icon.png', draw(APP.large, 512))
put(ICONS, 'icon.ico', await ico([16, 32, 48, 256], appAt))

for (const [name, state] of Object.entries(STATES)) {
  put(ICONS, `tray-${name}.svg`, `${coloured(state)}\n`)
  put(TRAY, `${name}.png`, draw(coloured(state), 22))
  put(TRAY, `${name}@2x.png`, draw(coloured(state), 44))
  put(TRAY, `${name}Template.png`, draw(template(state), 18))
  put(TRAY, `${name}Template@2x.png`, draw(template(state), 36))
  put(TRAY, `${name}.ico`, await ico([16, 32], () => coloured(state)))
}
