// Words of the list of numbers and of a connection.

/** The list of numbers. */
export const list = {
  title: 'Numbers',
  search: 'Find a number',
  nothing: 'Nothing found for “{{query}}”.',
  clear: 'Clear the search',
  empty: 'No numbers yet.',
  reading: 'Reading the list of numbers...',
  provisioning: 'New number',
  addConnection: 'Add a connection',
  row: '{{name}}: {{status}}',
  choose: 'Choose a number from the list.',
  trouble_one: 'Have a look: {{count}} number',
  trouble_other: 'Have a look: {{count}} numbers',
  fine: 'All numbers are connected',
  confirming: 'Checking the numbers…',
} as const

/** One connection. */
export const connection = {
  kind: 'Kind',
  address: 'Address',
  account: 'Account',
  signIn: 'Sign-in',
  add: 'Connect WhatsApp',
  addShort: 'Connect a number',
  rename: 'Rename',
  signInAgain: 'Sign in again',
  forbidPlain: 'No longer allow without encryption',
  unencrypted: 'Not encrypted: key or password, phone numbers and codes can be read on this network',
  deliveredKey: 'The server still has the secret key that it was delivered with.',
  deliveredKeyNext:
    'Everybody knows this key: whoever reaches the server can read and send the messages of all its sessions. Set another secret key in the settings of the server, then sign in again here.',
  signOut: 'Sign out',
  remove: 'Remove the connection',
  refresh: 'Refresh the list',
  refreshFailed: '{{name}}: the list was not refreshed.',
  open: 'Open the connection {{name}}',
  signInTitle: 'Sign in: {{name}}',
  numberLead: 'Each number has an API key and a session of its own.',
  oneClick: 'One click and the QR code appears. No keys to type.',
  listFirst: 'The number may exist by now: refresh the list first, so as not to create another.',
  needSignIn: 'Sign in first.',
  state: { 'signed-in': 'Signed in', 'signed-out': 'Signed out', expired: 'Expired', keyring: 'Keyring out of reach' },
} as const

/** The phase of a number in a word or two. */
export const status = {
  idle: 'Not connected',
  starting: 'Waiting for the QR code...',
  'awaiting-scan': 'Waiting for a scan',
  linking: 'Finishing…',
  connected: 'Connected',
  disconnected: 'Disconnected',
  unknown: 'Cannot check',
  uncheckedNow: 'cannot be checked now',
  failed: 'Did not work',
  stale: 'Not confirmed lately',
  unstable: 'unstable',
} as const
