// English words for instants and lengths of time, as Intl has them.

/** Lengths, the past, and dates. */
export const time = {
  shortSeconds: '{{n}} sec',
  shortMinutes: '{{n}} min',
  shortHours: '{{n}} hr',
  shortDays: '{{n}} d',
  now: 'now',
  secondsAgo: '{{count}} seconds ago',
  minutesAgo_one: '{{count}} minute ago',
  minutesAgo_other: '{{count}} minutes ago',
  hoursAgo_one: '{{count}} hour ago',
  hoursAgo_other: '{{count}} hours ago',
  yesterday: 'yesterday',
  beforeYesterday: '2 days ago',
  daysAgo_one: '{{count}} day ago',
  daysAgo_other: '{{count}} days ago',
  dated: '{{month}} {{day}}, {{time}}',
  month: { 1: 'Jan', 2: 'Feb', 3: 'Mar', 4: 'Apr', 5: 'May', 6: 'Jun', 7: 'Jul', 8: 'Aug', 9: 'Sep', 10: 'Oct', 11: 'Nov', 12: 'Dec' },
} as const
