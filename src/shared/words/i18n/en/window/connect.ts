// Words of the connect screen and of every form.

/** The first screen, and the way to one more connection. */
export const welcome = {
  title: 'Connect WhatsApp and keep an eye on it',
  lead: 'The app connects WhatsApp numbers to a messaging platform and tells you at once when a number drops.',
  choose: 'What do we connect to?',
  addTitle: 'New connection',
  simulation: 'Simulation',
  change: 'Another kind of connection',
  address: 'Address of your server',
  addressHelp: 'The app asks the server what it is. Nothing secret is sent.',
  find: 'Continue',
  finding: 'Asking the server what it is…',
  nobody: 'Something answers there, but nothing that the app knows. Choose below what it is; the address is kept.',
  found: '{{what}} answers at this address.',
  badDescriptions: 'These files with descriptions of services cannot be used. Mend or remove them, then start the app again:',
  groups: { servers: 'A server of your own', services: 'A hosted service', simulation: 'To try it out' },
} as const

/** What all forms share; the fields of a kind are in its spec.ts. */
export const form = {
  add: 'Connect',
  signIn: 'Sign in',
  switchKind: 'Connect as {{kind}}',
  goPlain: 'Connect without encryption',
  busy: 'Checking...',
  required: 'Fill in this field.',
  showSecret: 'Show: {{field}}',
  hideSecret: 'Hide: {{field}}',
  unreachable: 'Check the internet and the server’s address, then send it again.',
  secretKept: 'Secrets are kept in the system’s keyring, not in the app’s files.',
  secretKeptMemory: 'Secrets are kept in memory until you quit, not in files.',
} as const
