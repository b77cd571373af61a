/** Words of the support bundle. */
export const support = {
  title: 'Bundle for support',
  help: 'Log, versions, settings and history in one .zip. Passwords, keys, phone numbers and mail addresses are masked.',
  collect: 'Collect',
  saved: 'Saved: {{path}}',
  reveal: 'Show in folder',
  readMe: `Bundle for support of WPP Companion {{version}}, made {{time}}.

machine.json   versions and facts about the computer
settings.json  settings, connections and numbers
state.json     what the app shows right now
history.jsonl  changes of the numbers, 90 days, if the history is in reach
logs/          the log

Secrets never get in here. Phone numbers are replaced by [phone 1], [phone 2] and so on, the same in every file;
of mail addresses the first letter and the domain are left; whatever looks like a secret is replaced by [redacted]. Names of numbers and connections are as they were.
`,
} as const
