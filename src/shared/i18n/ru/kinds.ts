/** Kinds of connection and the fields of their forms. */
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
  sandbox: {
    name: 'Песочница',
    about: 'Симулятор: ненастоящая платформа и ненастоящий телефон внутри приложения. Учётная запись не нужна.',
    fields: {},
  },
} as const
