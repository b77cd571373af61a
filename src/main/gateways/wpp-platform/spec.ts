// The WPP Platform as the window draws it.
import type { FieldSpec, KindSpec } from '../../../shared/model/connection-kinds'

const apiKey: FieldSpec = { name: 'apiKey', type: 'secret', hasHelp: true }
const session: FieldSpec = { name: 'session', type: 'text', placeholder: '0000000000042', hasHelp: true }

/** Its form and its words. */
export const wppPlatformSpec: KindSpec = {
  kind: 'wpp-platform',
  icon: 'server',
  connectionFields: [{ name: 'address', type: 'address', placeholder: 'https://msg.academyos.ru' }, apiKey, session],
  numberFields: [apiKey, session],
  signInFields: [apiKey, session],
  tellsPhone: false,
  simulated: false,
  words: {
    ru: {
      name: 'WPP Platform',
      about: 'Прямая работа с платформой по API-ключу. Один ключ — один номер.',
      fields: {
        address: { label: 'Адрес платформы' },
        apiKey: { label: 'API-ключ', help: 'Его выдаёт администратор платформы.' },
        session: { label: 'Сессия', help: 'Идентификатор номера на платформе.' },
      },
    },
    en: {
      name: 'WPP Platform',
      about: 'Talks to the platform directly with an API key. One key is one number.',
      fields: {
        address: { label: 'Platform address' },
        apiKey: { label: 'API key', help: 'The platform’s administrator issues it.' },
        session: { label: 'Session', help: 'The number’s identifier on the platform.' },
      },
    },
  },
}
