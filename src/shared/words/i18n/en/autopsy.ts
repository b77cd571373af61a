/** Words of the autopsy: how the app knows, who can mend it, what the phone shows when linking fails. */
export const autopsy = {
  how: 'How we know:',
  who: 'Who can fix it:',
  actor: { 'phone-owner': 'the phone’s owner', operator: 'you', administrator: 'the server’s administrator' },
  evidence: {
    named: 'The server named the cause.',
    code: 'The server asks for a code to be scanned again, although nobody here asked for one.',
    'own-start': 'The app started the session again, and the server asked for a code to be scanned: the phone is no longer linked.',
    twice: 'The server answered twice that the number is not connected, and named no cause.',
    'server-words': 'The server answered that the number is not connected. It says the same when the platform behind it is down.',
    stuck: 'For over a minute the server has answered that the session is starting.',
    list: 'The server’s full list does not have this number.',
    operator: 'You asked for it.',
    before: 'The cause is known from an earlier run of the app.',
  },
  doctor: {
    open: 'Not connecting?',
    title: 'Why it is not connecting',
    lead: 'Look at the phone and choose what it shows. The words on its screen may differ a little.',
    likely: 'looks like this',
    do: 'What to do',
    causes: {
      expired: {
        sees: 'The camera sees the code, but nothing happens, or the phone asks to scan again',
        why: 'The code has expired: the first lives for a minute, later ones for about 20 seconds. A screenshot or a forwarded code comes too late.',
        do: 'Get a new code here, hold the phone to the screen and scan at once.',
      },
      wrong: {
        sees: 'The phone says that the device is linked, but the code stays here',
        why: 'It was scanned with another phone, another app (WhatsApp instead of WhatsApp Business), or the code of another window.',
        do: 'On that phone remove the extra device under “Linked devices”, then scan the code with the right phone.',
      },
      limit: {
        sees: 'The phone says that too many devices are linked',
        why: 'WhatsApp allows four linked devices at most.',
        do: 'On the phone: Settings → Linked devices → log out of a device you do not need, then scan the code again.',
      },
      rate: {
        sees: '“Can’t link new devices at this time. Try again later”',
        why: 'WhatsApp does not allow linking for a while: there were too many attempts. Every new attempt makes it longer.',
        do: 'Stop trying and wait several hours, preferably until tomorrow. Then try once.',
      },
      outdated: {
        sees: 'The code was scanned, the phone keeps “linking” and gives up, every time',
        why: 'This happens when the server runs an outdated version of WhatsApp Web. Phone and number are fine.',
        do: 'Tell the server’s administrator that the gateway needs an update. The details can be copied from the number’s card.',
      },
      passkey: {
        sees: 'After the scan the phone asks for a passkey, a fingerprint or a confirmation',
        why: 'Since summer 2026 WhatsApp asks this of some numbers. Not every server can wait for the confirmation.',
        do: 'Confirm on the phone and keep WhatsApp open. If it still does not connect here, tell the server’s administrator: the gateway does not support this step.',
      },
      offline: {
        sees: 'The phone says that there is no connection, or keeps “connecting”',
        why: 'The phone has no internet: a device cannot be linked without it.',
        do: 'Check the internet on the phone: open any page. Switch off data saver, then scan the code again.',
      },
      vpn: {
        sees: 'Web pages open on the phone, but WhatsApp keeps “connecting”',
        why: 'Where WhatsApp is reachable only through a VPN, a VPN that is off on the phone or on the server stops the linking.',
        do: 'Check that WhatsApp on the phone sends messages; if not, switch the phone’s VPN on. If it does, ask the server’s administrator to check the server’s VPN. Then scan the code again.',
      },
      server: {
        sees: 'The phone never came into it: there is no code here',
        why: 'The server gave no code: it is busy, out of reach or not set up.',
        do: 'Wait a few minutes and try again. If there is still no code, tell the server’s administrator.',
      },
    },
  },
} as const
