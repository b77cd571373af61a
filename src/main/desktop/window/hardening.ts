// What every web page inside the app may not do. Installed before the first window exists.
import { app, session, shell } from 'electron'
import { isOwnPage } from './app-scheme'

/** Pages the app may open in the system browser, by name; nothing else is ever opened. */
const LINKS = { troubleshooting: 'https://faq.whatsapp.com/1317564962315842', 'whatsapp-linking': 'https://faq.whatsapp.com/378279804439436' } as const

/** Opens one of the allowed pages in the system browser. */
export function openLink(link: keyof typeof LINKS): Promise<void> {
  return shell.openExternal(LINKS[link])
}

/** Denies permissions, devices, navigation, new windows and web views, for every page that ever exists. */
export function hardenWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => keepOwnPage(event, event.url))
    contents.on('will-frame-navigate', (event) => keepOwnPage(event, event.url))
    contents.on('will-redirect', (event) => event.preventDefault())
  })
}

/** Denies every permission on the default session. Runs once the app is ready. */
export function hardenSession(): void {
  const target = session.defaultSession
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  target.setPermissionCheckHandler(() => false)
  target.setDevicePermissionHandler(() => false)
  // Switching the spellchecker off is not enough: it fetches dictionaries from Google at every start unless its list of languages is empty.
  target.setSpellCheckerLanguages([])
  target.setSpellCheckerEnabled(false)
}

/** Options of every window: sandboxed, isolated, no Node, no spellcheck. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const

function keepOwnPage(event: { preventDefault(): void }, url: string): void {
  if (!isOwnPage(url)) event.preventDefault()
}
