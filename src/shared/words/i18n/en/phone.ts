/** Words of the wrong-phone guard. */
export const phone = {
  what: 'Another phone is linked',
  why: 'It was {{was}}, now it is {{is}}. This number’s messages go through it.',
  both: '{{is}}, expected {{was}}',
  keep: 'Keep this phone',
  disconnect: 'Disconnect the number',
  status: 'another phone',
  cannotKnow: 'the server does not tell it; the app cannot see when another phone takes its place',
  notice: {
    title: '{{name}}: another phone is linked',
    body: 'It was {{was}}, now it is {{is}}. Messages go through it.\nOpen the number to keep this phone or to disconnect it.',
  },
} as const
