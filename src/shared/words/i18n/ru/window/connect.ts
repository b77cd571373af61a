// Words of the connect screen and of every form.

/** The first screen, and the way to one more connection. */
export const welcome = {
  title: 'Подключите WhatsApp и следите за ним',
  lead: 'Приложение подключает номера WhatsApp к платформе сообщений и сразу говорит, если номер отключился.',
  choose: 'К чему подключаемся?',
  addTitle: 'Новое подключение',
  simulation: 'Симулятор',
  change: 'Другой вид подключения',
  address: 'Адрес вашего сервера',
  addressHelp: 'Приложение само спросит сервер, что он такое. Ничего секретного не отправляется.',
  find: 'Дальше',
  finding: 'Спрашиваем сервер, что он такое…',
  nobody: 'Там что-то отвечает, но приложение его не узнало. Выберите ниже, что это: адрес сохранится.',
  found: 'По этому адресу отвечает {{what}}.',
  badDescriptions: 'Эти файлы с описаниями сервисов использовать нельзя. Исправьте или уберите их и перезапустите приложение:',
  groups: { servers: 'Свой сервер', services: 'Облачный сервис', simulation: 'Попробовать без сервера' },
} as const

/** What all forms share; the fields of a kind are in its spec.ts. */
export const form = {
  add: 'Подключить',
  signIn: 'Войти',
  switchKind: 'Подключить как {{kind}}',
  goPlain: 'Подключить без шифрования',
  busy: 'Проверяем...',
  required: 'Заполните это поле.',
  showSecret: 'Показать: {{field}}',
  hideSecret: 'Скрыть: {{field}}',
  unreachable: 'Проверьте интернет и адрес сервера, затем отправьте ещё раз.',
  secretKept: 'Секреты хранятся в связке ключей системы, не в файлах приложения.',
  secretKeptMemory: 'Секреты хранятся в памяти до выхода из приложения, не в файлах.',
} as const
