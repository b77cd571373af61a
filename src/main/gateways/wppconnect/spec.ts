// WPPConnect Server as the window draws it.
import type { FieldSpec, KindSpec } from '../../../shared/model/connection-kinds'

const secretKey: FieldSpec = { name: 'secretKey', type: 'secret', hasHelp: true }

/** Its form and its words. */
export const wppconnectSpec: KindSpec = {
  kind: 'wppconnect',
  icon: 'server',
  connectionFields: [{ name: 'address', type: 'address', placeholder: 'http://localhost:21465' }, secretKey],
  numberFields: [],
  signInFields: [secretKey],
  tellsPhone: true,
  simulated: false,
  words: {
    ru: {
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
    en: {
      name: 'WPPConnect Server',
      about: 'Your own WPPConnect Server: an address and its secret key. The sessions it has come along.',
      fields: {
        address: { label: 'Server address' },
        secretKey: {
          label: 'Secret key',
          help: 'SECRET_KEY in the server’s settings. Everybody knows the one it is delivered with, THISISMYSECURETOKEN: if yours is still that, have it changed.',
        },
      },
    },
  },
}
