// Draws one scene of the window, named in the address: ?scene=scan&lang=ru.
import { createRoot } from 'react-dom/client'
import { App } from '../../../src/renderer/app'
import { createSnapshotSource } from '../../../src/renderer/bridge/snapshot-source'
import '../../../src/renderer/styles/base.css'
import { failed, success } from '../../../src/shared/model/failure'
import { FakeBridge } from '../fake-bridge'
import { historyOf } from './history'
import { SCENES, sceneSnapshot } from './scenes'

const wanted = new URLSearchParams(location.search)
const bridge = new FakeBridge(sceneSnapshot(wanted.get('scene') ?? 'welcome', wanted.get('lang') === 'en' ? 'en' : 'ru'))
bridge.answer('connection.add', async ({ fields }) => {
  if (fields['login'] === 'wait') return new Promise(() => undefined)
  return fields['address']?.startsWith('http://')
    ? failed('address-insecure', { field: 'address' })
    : failed('sign-in-wrong', { field: 'password', detail: 'auth/token: HTTP 400' })
})
bridge.answer('connection.refresh', () => failed('rate-limited', { detail: 'wpp-integrations: HTTP 429' }))
bridge.answer('escalation.drill', () =>
  success([
    { channel: 'webhook', step: 'secret', failure: null, detail: '', tookMs: 12 },
    { channel: 'webhook', step: 'send', failure: null, detail: 'hooks.example', tookMs: 1_840 },
    { channel: 'telegram', step: 'secret', failure: null, detail: '', tookMs: 9 },
    { channel: 'telegram', step: 'reach', failure: null, detail: '@duty_bot', tookMs: 320 },
    { channel: 'telegram', step: 'send', failure: { code: 'bot-blocked', detail: 'telegram sendMessage: HTTP 403' }, detail: '', tookMs: 240 },
    { channel: 'email', step: 'secret', failure: null, detail: '', tookMs: 9 },
    { channel: 'email', step: 'sign-in', failure: { code: 'mail-sign-in-refused', detail: 'smtp AUTH PLAIN: 535 5.7.8' }, detail: '', tookMs: 320 },
  ]),
)
bridge.answer('escalation.email', () => failed('mail-password-needed', { field: 'password' }))
bridge.answer('escalation.telegram', () => failed('invalid-input', { field: 'chat' }))
bridge.answer('support.bundle', () => success({ path: '/home/operator/Downloads/wpp-companion-support-2026-11-23-09-00.zip' }))
bridge.answer('about.notices', () => success({ text: 'react 19.3.1 (MIT)\n------------------\n\nMIT License\n\n'.repeat(40) }))
bridge.answer('history.read', ({ key, period }) => success(historyOf(key, period)))
bridge.answer('keyring.unlock', () => failed('keyring-timeout'))
const source = createSnapshotSource(bridge)
source.start()
document.body.dataset['scenes'] = Object.keys(SCENES).join(' ')
const root = document.getElementById('root')
if (root) createRoot(root).render(<App bridge={bridge} source={source} />)
