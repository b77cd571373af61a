// Words around every screen: common buttons and banners.

/** Words that stand on more than one screen. */
export const app = {
  name: 'WPP Companion',
  loading: 'Loading...',
  back: 'Back to the list',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  settings: 'Settings',
  actions: 'Actions: {{name}}',
  retryAt: 'You can try again at {{time}}.',
  skip: 'To the chosen number',
} as const

/** What is told once, above everything else. */
export const banner = {
  keyringLocked: 'The keyring is locked: the app cannot read sign-in data and does not see the numbers.',
  keyringNone: 'There is no keyring to keep sign-in data and keys in. They can be held in memory; after quitting you sign in again.',
  keyringMemory: 'Sign-in data and keys are kept in memory until you quit.',
  unlock: 'Unlock',
  useMemory: 'Keep until quit',
  'settings-set-aside':
    'The settings file is damaged or from a newer version of the app. It is kept beside the new one in the profile folder: settings.damaged-….json. Add the connections again.',
  'settings-restored':
    'The settings file could not be read, so the last good copy of it is in use. Check the connections and numbers: the latest changes may be missing. The damaged file is kept in the profile folder: settings.damaged-….json.',
  'settings-unread':
    'Some settings could not be read: {{what}}. Connections and numbers named here stay in the file as they are and are not watched. A newer version of the app may have written them: install it, or else add them again.',
  unread: {
    connections: 'connections: {{names}}',
    numbers: 'numbers: {{names}}',
    preferences_one: '{{count}} preference (its default applies)',
    preferences_other: '{{count}} preferences (their defaults apply)',
    skipped_one: '{{count}} alarm, message or mute (skipped)',
    skipped_other: '{{count}} alarms, messages or mutes (skipped)',
    more: '{{names}} and {{count}} more',
  },
  'settings-not-saved':
    'Settings cannot be saved: what changes now is lost when you quit. Check the disk’s free space and access to this user’s profile folder.',
  'history-set-aside':
    'The history file was damaged or written by a newer version. It was put aside in the profile folder as history.damaged-….db, and a new one was begun.',
  'history-not-saved': 'The history is not being written. Check the disk space and the access to the profile folder. Watching goes on.',
  'no-tray': 'This system has no tray: closing the window minimises it. Watching goes on.',
  'notices-unavailable': 'The system does not show notices. Keep an eye on this window or the tray icon.',
  offline: 'No internet. Statuses are refreshed when it is back.',
  dismiss: 'Got it',
  muted: 'Notices are off until {{time}}.',
} as const
