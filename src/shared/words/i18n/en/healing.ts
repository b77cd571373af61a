/** Words of the self-healing: what the app tries by itself. */
export const healing = {
  title: 'What the app does by itself',
  setting: 'Start dropped numbers automatically',
  settingHelp:
    'When the server lost the session and the phone is fine. At most six tries, with longer and longer pauses between them. Unlinked, banned and restricted numbers are left alone.',
  next: 'The app starts the number by itself in {{time}}.',
  trying: 'The app is starting the number…',
  back: 'The number is back: the app started it by itself.',
  stop: 'Stop trying',
  over: {
    'gave-up': 'The attempts did not help, and the app has stopped trying. Connect the number again, or tell the server’s administrator.',
    'needs-scan': 'A start did not help: the server asks for a code to be scanned.',
    fight: 'Another server takes the session again and again. The app does not fight it: stop that server, then connect the number.',
    operator: 'The app has stopped trying: you look after the number.',
  },
  trail_one: '{{count}} entry',
  trail_other: '{{count}} entries',
  step: {
    tried: 'started',
    failed: 'did not help',
    back: 'the number is connected again',
    'gave-up': 'no tries left',
    'needs-scan': 'a code has to be scanned',
    fight: 'another server takes the session',
    operator: 'stopped by you',
  },
} as const
