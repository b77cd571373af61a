import { createServer, type AddressInfo, type Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { checkMailServer, sendEmail, typedEmail, type EmailTarget } from '../../src/main/channels/email'
import { selfSigned } from '../fakes/self-signed'

const PASSWORD = 'correct horse battery'
const identity = selfSigned()
const message = {
  id: 'm1',
  type: 'down' as const,
  at: Date.UTC(2026, 0, 12, 9),
  text: '🔴 Приёмная: WhatsApp не на связи\nТелефон: +7 900 123-45-67',
  numbers: [],
}

interface Letter {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly encrypted: boolean
  readonly user: unknown
}

const open: { close(): void }[] = []
afterEach(() => open.splice(0).forEach((each) => each.close()))

/** A real SMTP server on loopback; `refuse` answers what a server would. */
async function mailServer(options: SMTPServerOptions & { readonly refuse?: { at: 'from' | 'to' | 'data'; code: number; who?: string } } = {}) {
  const { refuse, ...more } = options
  const letters: Letter[] = []
  const refusal = (): Error => Object.assign(new Error('5.1.1 no such thing'), { responseCode: refuse?.code })
  const server = new SMTPServer({
    ...identity,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, _session, done) =>
      password === PASSWORD ? done(null, { user: username }) : done(Object.assign(new Error('5.7.8 bad credentials'), { responseCode: 535 })),
    onMailFrom: (_address, _session, done) => done(refuse?.at === 'from' ? refusal() : null),
    onRcptTo: ({ address }, _session, done) => done(refuse?.at === 'to' && (refuse.who ?? address) === address ? refusal() : null),
    onData(stream, { envelope, secure, user }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (refuse?.at === 'data') return done(refusal())
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        letters.push({ from, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(parts).toString(), encrypted: secure, user })
        done()
      })
    },
    ...more,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => void server.close() })
  return { letters, port: (server.server.address() as AddressInfo).port }
}

/** A server that says this once and nothing more. */
async function plainServer(greeting: string, then: 'wait' | 'close' = 'wait'): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (greeting !== '') socket.write(greeting)
    if (then === 'close') socket.end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => void server.close() })
  return (server.address() as AddressInfo).port
}

const target = (port: number, more: Partial<EmailTarget> = {}): EmailTarget => ({
  host: 'localhost',
  port,
  security: 'tls',
  user: 'alerts@example.com',
  password: PASSWORD,
  from: 'alerts@example.com',
  to: ['duty@example.com', 'head@example.com'],
  deadlineMs: 5_000,
  trusted: [identity.cert],
  ...more,
})

describe.each(['tls', 'starttls'] as const)('a message by e-mail with %s', (security) => {
  const secure = security === 'tls'

  it('arrives encrypted, signed in, with subject, text and an id that stays the same', async () => {
    const { letters, port } = await mailServer({ secure })
    expect(await sendEmail(target(port, { security }), message)).toEqual({ ok: true, value: [] })
    await sendEmail(target(port, { security }), message)
    const [letter, again] = letters
    expect(letter).toMatchObject({ from: 'alerts@example.com', to: ['duty@example.com', 'head@example.com'], encrypted: true, user: 'alerts@example.com' })
    const [head = '', body = ''] = (letter?.source ?? '').split('\r\n\r\n')
    expect(decodedSubject(head)).toBe('🔴 Приёмная: WhatsApp не на связи')
    expect(Buffer.from(body, 'base64').toString()).toContain('Телефон: +7 900 123-45-67')
    expect(head).toContain('Message-ID: <m1.wpp-companion@example.com>')
    expect(head).toContain('Auto-Submitted: auto-generated')
    expect(again?.source).toContain('Message-ID: <m1.wpp-companion@example.com>')
  })

  it('is checked without sending anything', async () => {
    const { letters, port } = await mailServer({ secure })
    expect(await checkMailServer(target(port, { security }))).toEqual({ ok: true, value: 'localhost' })
    expect(letters).toEqual([])
  })

  it.each([
    ['a wrong password', {}, { password: 'wrong' }, 'mail-sign-in-refused'],
    ['a server that demands a sign-in', {}, { user: '', password: '' }, 'mail-sign-in-refused'],
    ['a certificate that nobody knows', {}, { trusted: [] }, 'tls'],
    ['a certificate of another host', {}, { host: '127.0.0.1' }, 'tls'],
    ['a sender that is refused', { refuse: { at: 'from', code: 553 } }, {}, 'mail-sender-refused'],
    ['recipients that are refused', { refuse: { at: 'to', code: 550 } }, {}, 'mail-recipient-refused'],
    ['a message that is refused', { refuse: { at: 'data', code: 554 } }, {}, 'mail-refused'],
    ['recipients that are refused for now', { refuse: { at: 'to', code: 451 } }, {}, 'mail-later'],
    ['a sender that is refused for now', { refuse: { at: 'from', code: 421 } }, {}, 'mail-later'],
  ] as const)('names %s', async (_what, server, more, code) => {
    const { letters, port } = await mailServer({ secure, ...server })
    const sent = await sendEmail(target(port, { security, ...more }), message)
    expect(sent).toMatchObject({ ok: false, failure: { code } })
    // Words of the server may hold anything.
    expect(JSON.stringify(sent)).not.toMatch(/no such thing|credentials|horse|wrong/)
    expect(letters).toEqual([])
  })

  it('goes to those who are taken, and names those who are not', async () => {
    const { letters, port } = await mailServer({ secure, refuse: { at: 'to', code: 550, who: 'head@example.com' } })
    expect(await sendEmail(target(port, { security }), message)).toEqual({ ok: true, value: ['head@example.com'] })
    expect(letters.map(({ to }) => to)).toEqual([['duty@example.com']])
  })

  it('needs no sign-in where the server wants none', async () => {
    const { letters, port } = await mailServer({ secure, authOptional: true })
    expect(await sendEmail(target(port, { security, user: '', password: '' }), message)).toMatchObject({ ok: true })
    expect(letters).toHaveLength(1)
  })
})

describe('a mail server', () => {
  it('that offers no encryption is sent nothing, not even the password', async () => {
    const said: string[] = []
    const { letters, port } = await mailServer({
      secure: false,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => (said.push(String(password)), done(null, { user: 'x' })),
    })
    expect(await sendEmail(target(port, { security: 'starttls' }), message)).toMatchObject({ failure: { code: 'mail-no-encryption' } })
    expect(await sendEmail(target(port, { security: 'tls' }), message)).toMatchObject({ failure: { code: 'mail-no-encryption' } })
    expect(said).toEqual([])
    expect(letters).toEqual([])
  })

  it('that encrypts from the start is told from one that is silent, when STARTTLS is chosen', async () => {
    const { port } = await mailServer({ secure: true })
    expect(await checkMailServer(target(port, { security: 'starttls', deadlineMs: 300 }))).toMatchObject({ failure: { code: 'mail-no-encryption' } })
  })

  it('whose name is unknown is named', async () => {
    expect(await checkMailServer(target(465, { host: 'nowhere.invalid' }))).toMatchObject({
      failure: { code: expect.stringMatching(/^mail-(?:host-unknown|no-connection)$/) as string },
    })
  })

  it('whose port takes no connection is named', async () => {
    const port = await plainServer('')
    open.splice(0).forEach((each) => each.close())
    expect(await checkMailServer(target(port))).toEqual({ ok: false, failure: { code: 'mail-no-connection', detail: 'smtp connect: ECONNREFUSED' } })
  })

  it.each([
    ['is no mail server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'wait', 'unreachable'],
    ['hangs up', '', 'close', 'unreachable'],
    ['asks to come later', '421 4.3.2 too busy\r\n', 'close', 'mail-later'],
  ] as const)('that %s is named', async (_what, greeting, then, code) => {
    const port = await plainServer(greeting, then)
    expect(await checkMailServer(target(port, { security: 'starttls' }))).toMatchObject({ failure: { code } })
  })
})

describe('the form', () => {
  const typed = { server: 'smtp.example.com', security: 'tls' as const, user: 'a@example.com', password: 'p', from: '', to: 'b@example.com' }
  it.each([
    [{}, { host: 'smtp.example.com', port: 465, from: 'a@example.com', to: ['b@example.com'] }],
    [{ security: 'starttls' as const }, { port: 587 }],
    [{ server: ' "SMTP.Example.com:2525" ' }, { host: 'smtp.example.com', port: 2525 }],
    [{ server: 'smtps://smtp.example.com' }, { host: 'smtp.example.com' }],
    [{ server: '[::1]:25' }, { host: '::1', port: 25 }],
    [
      { from: ' <c@example.com> ', to: 'b@example.com; d@example.com,\nb@example.com' },
      { from: 'c@example.com', to: ['b@example.com', 'd@example.com'] },
    ],
  ])('reads %j', (more, expected) => {
    expect(typedEmail({ ...typed, ...more })).toMatchObject({ ok: true, value: expected })
  })

  it.each([
    [{ server: 'smtp example' }, 'server'],
    [{ server: 'smtp.example.com:99999' }, 'server'],
    [{ server: 'https://mail.example/x' }, 'server'],
    [{ server: 'a..b' }, 'server'],
    [{ user: 'alerts', from: '' }, 'from'],
    [{ from: 'Duty <a@example.com>' }, 'from'],
    [{ to: 'b@example.com, nobody' }, 'to'],
    [{ to: Array.from({ length: 21 }, (_, index) => `b${index}@example.com`).join(' ') }, 'to'],
    [{ to: 'b@example.com\r\nBcc: x@example.com' }, 'to'],
  ])('refuses %j at its field', (more, field) => {
    expect(typedEmail({ ...typed, ...more })).toMatchObject({ ok: false, failure: { field } })
  })
})

function decodedSubject(head: string): string {
  const folded = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(head)?.[1] ?? ''
  return folded
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_all, base64: string) => Buffer.from(base64, 'base64').toString())
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_all, text: string) =>
      Buffer.from(
        text.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/g, (_hex, code: string) => String.fromCharCode(parseInt(code, 16))),
        'latin1',
      ).toString(),
    )
}
