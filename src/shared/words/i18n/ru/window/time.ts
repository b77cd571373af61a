// Russian words for instants and lengths of time, as Intl has them.

/** Lengths, the past, and dates. */
export const time = {
  shortSeconds: '{{n}} с',
  shortMinutes: '{{n}} мин',
  shortHours: '{{n}} ч',
  shortDays: '{{n}} дн.',
  now: 'сейчас',
  secondsAgo: '{{count}} секунд назад',
  minutesAgo_one: '{{count}} минуту назад',
  minutesAgo_few: '{{count}} минуты назад',
  minutesAgo_many: '{{count}} минут назад',
  minutesAgo_other: '{{count}} минуты назад',
  hoursAgo_one: '{{count}} час назад',
  hoursAgo_few: '{{count}} часа назад',
  hoursAgo_many: '{{count}} часов назад',
  hoursAgo_other: '{{count}} часа назад',
  yesterday: 'вчера',
  beforeYesterday: 'позавчера',
  daysAgo_one: '{{count}} день назад',
  daysAgo_few: '{{count}} дня назад',
  daysAgo_many: '{{count}} дней назад',
  daysAgo_other: '{{count}} дня назад',
  dated: '{{day}} {{month}}, {{time}}',
  month: { 1: 'янв.', 2: 'февр.', 3: 'мар.', 4: 'апр.', 5: 'мая', 6: 'июн.', 7: 'июл.', 8: 'авг.', 9: 'сент.', 10: 'окт.', 11: 'нояб.', 12: 'дек.' },
} as const
