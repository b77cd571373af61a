// Words of the simulated platform and phone.

/** The panel of the simulated platform and phone. */
export const sandbox = {
  title: 'Simulation',
  lead: 'A pretend phone and a pretend platform. The real WhatsApp is not touched.',
  phone: 'Phone',
  action: {
    scan: 'Scan the code',
    'scan-wrong-phone': 'Scan with a wrong phone',
    unlink: 'Unlink',
    'go-offline': 'Switch off',
    'lose-session': 'The server loses the session',
    'come-online': 'Switch on',
  },
  platform: 'Fault of the platform',
  mode: {
    none: 'None, all is well',
    'server-error': 'Error 500',
    'rate-limited': 'Too many requests (429)',
    cut: 'Connection cut',
    malformed: 'Malformed answer',
    html: 'HTML in place of an answer',
    'expired-token': 'Token expired',
  },
  latency: 'Delay of answers',
  latencyNone: 'None',
} as const
