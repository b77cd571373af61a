// Words of the list of numbers and of a connection.

/** The list of numbers. */
export const list = {
  title: 'Номера',
  search: 'Найти номер',
  nothing: 'Ничего не найдено по запросу «{{query}}».',
  clear: 'Очистить поиск',
  empty: 'Номеров пока нет.',
  reading: 'Читаем список номеров...',
  provisioning: 'Новый номер',
  addConnection: 'Добавить подключение',
  row: '{{name}}: {{status}}',
  choose: 'Выберите номер в списке.',
  trouble_one: 'Нужно взглянуть: {{count}} номер',
  trouble_few: 'Нужно взглянуть: {{count}} номера',
  trouble_many: 'Нужно взглянуть: {{count}} номеров',
  trouble_other: 'Нужно взглянуть: {{count}} номера',
  fine: 'Все номера подключены',
  confirming: 'Проверяем номера…',
} as const

/** One connection. */
export const connection = {
  kind: 'Вид',
  address: 'Адрес',
  account: 'Учётная запись',
  signIn: 'Вход',
  add: 'Подключить WhatsApp',
  addShort: 'Подключить номер',
  rename: 'Переименовать',
  signInAgain: 'Войти снова',
  forbidPlain: 'Больше не разрешать без шифрования',
  unencrypted: 'Без шифрования: ключ или пароль, телефоны и коды видны в этой сети',
  deliveredKey: 'На сервере остался секретный ключ, с которым он поставляется.',
  deliveredKeyNext:
    'Этот ключ знают все: любой, кому доступен сервер, может читать и отправлять сообщения во всех его сессиях. Задайте в настройках сервера другой секретный ключ и войдите здесь снова.',
  signOut: 'Выйти',
  remove: 'Удалить подключение',
  refresh: 'Обновить список',
  refreshFailed: '{{name}}: список не обновлён.',
  open: 'Открыть подключение {{name}}',
  signInTitle: 'Вход: {{name}}',
  numberLead: 'Для каждого номера — свой API-ключ и своя сессия.',
  oneClick: 'Один клик — и появится QR-код. Ключи вводить не нужно.',
  listFirst: 'Номер мог создаться: сначала обновите список, чтобы не создать второй.',
  needSignIn: 'Сначала войдите.',
  state: { 'signed-in': 'Выполнен', 'signed-out': 'Не выполнен', expired: 'Устарел', keyring: 'Связка ключей недоступна' },
} as const

/** The phase of a number in a word or two. */
export const status = {
  idle: 'Не подключён',
  starting: 'Ожидание QR-кода...',
  'awaiting-scan': 'Ждёт сканирования',
  linking: 'Завершаем подключение…',
  connected: 'Подключено',
  disconnected: 'Отключено',
  unknown: 'Не удаётся проверить',
  uncheckedNow: 'сейчас не проверить',
  failed: 'Не получилось',
  stale: 'Давно не подтверждалось',
  unstable: 'связь нестабильна',
} as const
