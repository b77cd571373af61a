/** Words of what the app is made of. */
export const about = {
  runtime: 'Electron {{electron}}, Chromium {{chrome}}, Node.js {{node}}',
  testing: 'This build is for tests, not for work: its runtime gets no more security fixes. Ask your administrator for a release.',
  licence: 'Licence: MIT',
  notices: 'Third-party notices',
} as const
