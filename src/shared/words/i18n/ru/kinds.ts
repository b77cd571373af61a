/** All words of a kind of connection: its name, what it is, its fields. `add` is the button of its form, where the usual word does not fit. */
export const kinds = {
  academyos: {
    name: 'AcademyOS',
    about: 'Войдите под своей учётной записью — ключи и номера сервер создаст сам.',
    fields: {
      address: { label: 'Адрес сервера' },
      publicKey: { label: 'Публичный ключ', help: 'Ключ «anon public» вашего сервера. Он не секретный, его знает администратор.' },
      login: { label: 'E-mail или телефон', help: 'Телефон — с кодом страны, например +7 900 000-00-00.' },
      password: { label: 'Пароль' },
    },
  },
  'wpp-platform': {
    name: 'WPP Platform',
    about: 'Прямая работа с платформой по API-ключу. Один ключ — один номер.',
    fields: {
      address: { label: 'Адрес платформы' },
      apiKey: { label: 'API-ключ', help: 'Его выдаёт администратор платформы.' },
      session: { label: 'Сессия', help: 'Идентификатор номера на платформе.' },
    },
  },
  wppconnect: {
    name: 'WPPConnect Server',
    about: 'Ваш собственный WPPConnect Server: нужны адрес и секретный ключ. Сессии, которые на нём уже есть, появятся сами.',
    fields: {
      address: { label: 'Адрес сервера' },
      secretKey: {
        label: 'Секретный ключ',
        help: 'SECRET_KEY из настроек сервера. Заводской ключ THISISMYSECURETOKEN знают все: если у вас он, попросите администратора его сменить.',
      },
    },
  },
  evolution: {
    name: 'Evolution API',
    about: 'Ваш собственный шлюз Evolution: все его инстансы в одном окне.',
    fields: {
      address: { label: 'Адрес сервера' },
      apiKey: { label: 'API-ключ', help: 'Общий ключ сервера (AUTHENTICATION_API_KEY) или ключ одного инстанса.' },
    },
  },
  waha: {
    name: 'WAHA',
    about: 'Ваш собственный сервер WAHA: нужны адрес и ключ. Сессии, которые на нём уже есть, появятся сами.',
    fields: {
      address: { label: 'Адрес сервера' },
      apiKey: { label: 'API-ключ', help: 'Ключ сервера в исходном виде (не sha512 из WAHA_API_KEY) или ключ, созданный в панели WAHA.' },
    },
  },
  sandbox: {
    name: 'Песочница',
    about: 'Симулятор: ненастоящая платформа и ненастоящий телефон внутри приложения. Учётная запись не нужна.',
    add: 'Открыть песочницу',
    fields: {},
  },
} as const
