// Words of the settings.

/** The settings dialog. */
export const settings = {
  title: 'Settings',
  language: 'Language',
  languageSystem: 'Same as the system',
  start: 'Start',
  openAtLogin: 'Open at login',
  startHidden: 'Start without a window',
  startHiddenHelp: 'The app waits in the tray.',
  startHiddenNoTray: 'There is no tray here; the window starts minimised.',
  notices: 'Notices',
  noticesOn: 'Tell me about drops',
  sound: 'With sound',
  mute: 'Do not disturb',
  muteHours_one: '{{count}} hour',
  muteHours_other: '{{count}} hours',
  mutedUntil: 'Silent until {{time}}',
  unmute: 'Switch on again',
  test: 'Test notice',
  testSent: 'Sent. If you do not see it, check the system’s notification settings.',
  about: 'About',
  version: 'Version {{version}}',
  data: 'Settings and the list of numbers are in this user’s profile folder. Sign-in data and keys are in the system’s keyring only.',
  dataNone: 'Settings and the list of numbers are in this user’s profile folder. There is no keyring, so sign-in data and keys are not kept.',
  dataMemory: 'Settings and the list of numbers are in this user’s profile folder. Sign-in data and keys are in memory only, until you quit.',
  help: 'If something does not work',
} as const
