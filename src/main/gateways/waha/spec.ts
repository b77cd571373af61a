// WAHA as the window draws it.
import type { FieldSpec, KindSpec } from '../../../shared/model/connection-kinds'

const apiKey: FieldSpec = { name: 'apiKey', type: 'secret', hasHelp: true }

/** Its form and its words. */
export const wahaSpec: KindSpec = {
  kind: 'waha',
  icon: 'server',
  connectionFields: [{ name: 'address', type: 'address', placeholder: 'http://localhost:3000' }, apiKey],
  numberFields: [],
  signInFields: [apiKey],
  tellsPhone: true,
  simulated: false,
  words: {
    ru: {
      name: 'WAHA',
      about: 'Ваш собственный сервер WAHA: нужны адрес и ключ. Сессии, которые на нём уже есть, появятся сами.',
      fields: {
        address: { label: 'Адрес сервера' },
        apiKey: { label: 'API-ключ', help: 'Ключ сервера в исходном виде (не sha512 из WAHA_API_KEY) или ключ, созданный в панели WAHA.' },
      },
    },
    en: {
      name: 'WAHA',
      about: 'Your own WAHA server: an address and its key. The sessions it has come along.',
      fields: {
        address: { label: 'Server address' },
        apiKey: { label: 'API key', help: 'The server’s own key, as it was before WAHA_API_KEY hid it as sha512, or a key made in its dashboard.' },
      },
    },
  },
}
