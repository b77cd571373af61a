// Evolution API as the window draws it.
import type { FieldSpec, KindSpec } from '../../../shared/model/connection-kinds'

const apiKey: FieldSpec = { name: 'apiKey', type: 'secret', hasHelp: true }

/** Its form and its words. */
export const evolutionSpec: KindSpec = {
  kind: 'evolution',
  icon: 'server',
  connectionFields: [{ name: 'address', type: 'address', placeholder: 'http://192.168.1.20:8080' }, apiKey],
  numberFields: [],
  signInFields: [apiKey],
  tellsPhone: true,
  simulated: false,
  words: {
    ru: {
      name: 'Evolution API',
      about: 'Ваш собственный шлюз Evolution: все его инстансы в одном окне.',
      fields: {
        address: { label: 'Адрес сервера' },
        apiKey: { label: 'API-ключ', help: 'Общий ключ сервера (AUTHENTICATION_API_KEY) или ключ одного инстанса.' },
      },
    },
    en: {
      name: 'Evolution API',
      about: 'Your own Evolution gateway: all of its instances in one window.',
      fields: {
        address: { label: 'Server address' },
        apiKey: { label: 'API key', help: 'The server’s own key (AUTHENTICATION_API_KEY), or the key of one instance.' },
      },
    },
  },
}
