import { afterEach, describe, expect, it, vi } from 'vitest'
import { isDebugged } from '../../../../src/main/desktop/system/test-hooks'

/** An app that was started with these arguments. Chromium takes switches with one dash or two. */
function started(...args: readonly string[]) {
  const switches = new Set(args.map((arg) => /^--?([^=]+)/.exec(arg)?.[1] ?? ''))
  const did: unknown[] = []
  const answer = isDebugged(
    {
      commandLine: { hasSwitch: (name) => switches.has(name), removeSwitch: (name) => void switches.delete(name) },
      relaunch: ({ args: again }) => did.push(again),
      exit: (code) => did.push(code),
    },
    ['/usr/bin/wpp-companion', ...args],
  )
  return { answer, did, left: [...switches].filter((each) => each !== '') }
}

afterEach(() => vi.unstubAllGlobals())

describe('a release', () => {
  it('takes switches off that Chromium has not acted on yet', () => {
    vi.stubGlobal('__TEST_BUILD__', false)
    expect(started('--remote-debugging-port=9222', '--remote-allow-origins=*', '--hidden')).toEqual({ answer: false, did: [], left: ['hidden'] })
  })

  it.each([
    '--js-flags=--trace-gc',
    '-js-flags=--prof',
    '--log-net-log=net.json',
    '--trace-startup',
    '--ssl-key-log-file=keys.log',
    '--ignore-certificate-errors',
    '--renderer-cmd-prefix=xterm -e gdb --args',
    '--gpu-launcher=sh',
    '--utility-cmd-prefix=sh',
    '--proxy-server=http://evil.example:8080',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--disable-web-security',
    '--a-switch-of-a-later-chromium',
    '--Proxy-Server=x',
  ])('starts itself again without %s', (arg) => {
    vi.stubGlobal('__TEST_BUILD__', false)
    expect(started('--hidden', arg, '--remote-debugging-port=9222')).toMatchObject({ answer: null, did: [['--hidden'], 0] })
  })
})

it('a release starts with what a desktop asks for, and writes no keys of its connections', () => {
  vi.stubGlobal('__TEST_BUILD__', false)
  vi.stubEnv('SSLKEYLOGFILE', 'keys.log')
  const args = ['--hidden', '--ozone-platform=x11', '--no-sandbox', '--disable-gpu', '--force-device-scale-factor=1.5', '--user-data-dir=profile', 'file.txt']
  expect(started(...args)).toMatchObject({ answer: false, did: [] })
  expect(process.env['SSLKEYLOGFILE']).toBeUndefined()
  vi.unstubAllEnvs()
})

it('a test build keeps them', () => {
  expect(started('--remote-debugging-port=9222', '--js-flags=--trace-gc')).toMatchObject({ answer: true, did: [], left: ['remote-debugging-port', 'js-flags'] })
})
