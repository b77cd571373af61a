/** All words of a kind of connection: its name, what it is, its fields. `add` is the button of its form, where the usual word does not fit. */
export const kinds = {
  academyos: {
    name: 'AcademyOS',
    about: 'Sign in with your own account: the server creates keys and numbers by itself.',
    fields: {
      address: { label: 'Server address' },
      publicKey: { label: 'Public key', help: 'The “anon public” key of your server. It is not secret; your administrator knows it.' },
      login: { label: 'E-mail or phone', help: 'A phone with its country code, e.g. +7 900 000-00-00.' },
      password: { label: 'Password' },
    },
  },
  'wpp-platform': {
    name: 'WPP Platform',
    about: 'Talks to the platform directly with an API key. One key is one number.',
    fields: {
      address: { label: 'Platform address' },
      apiKey: { label: 'API key', help: 'The platform’s administrator issues it.' },
      session: { label: 'Session', help: 'The number’s identifier on the platform.' },
    },
  },
  wppconnect: {
    name: 'WPPConnect Server',
    about: 'Your own WPPConnect Server: an address and its secret key. The sessions it has come along.',
    fields: {
      address: { label: 'Server address' },
      secretKey: {
        label: 'Secret key',
        help: 'SECRET_KEY in the server’s settings. Everybody knows the one it is delivered with, THISISMYSECURETOKEN: if yours is still that, have it changed.',
      },
    },
  },
  evolution: {
    name: 'Evolution API',
    about: 'Your own Evolution gateway: all of its instances in one window.',
    fields: {
      address: { label: 'Server address' },
      apiKey: { label: 'API key', help: 'The server’s own key (AUTHENTICATION_API_KEY), or the key of one instance.' },
    },
  },
  waha: {
    name: 'WAHA',
    about: 'Your own WAHA server: an address and its key. The sessions it has come along.',
    fields: {
      address: { label: 'Server address' },
      apiKey: { label: 'API key', help: 'The server’s own key, as it was before WAHA_API_KEY hid it as sha512, or a key made in its dashboard.' },
    },
  },
  sandbox: {
    name: 'Sandbox',
    about: 'A simulation: a pretend platform and a pretend phone inside the app. No account needed.',
    add: 'Open the sandbox',
    fields: {},
  },
} as const
