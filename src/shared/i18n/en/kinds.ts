/** Kinds of connection and the fields of their forms. */
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
  sandbox: {
    name: 'Sandbox',
    about: 'A simulation: a pretend platform and a pretend phone inside the app. No account needed.',
    fields: {},
  },
} as const
