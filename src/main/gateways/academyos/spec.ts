// AcademyOS, or any Supabase project with our functions, as the window draws it.
import type { FieldSpec, KindSpec } from '../../../shared/model/connection-kinds'

const login: FieldSpec = { name: 'login', type: 'text', hasHelp: true }
const password: FieldSpec = { name: 'password', type: 'secret' }

/** Its form and its words. */
export const academyosSpec: KindSpec = {
  kind: 'academyos',
  icon: 'school',
  connectionFields: [
    { name: 'address', type: 'address', placeholder: 'https://api.academyos.ru' },
    { name: 'publicKey', type: 'text', hasHelp: true },
    login,
    password,
  ],
  numberFields: [],
  signInFields: [login, password],
  tellsPhone: false,
  simulated: false,
  words: {
    ru: {
      name: 'AcademyOS',
      about: 'Войдите под своей учётной записью — ключи и номера сервер создаст сам.',
      fields: {
        address: { label: 'Адрес сервера' },
        publicKey: { label: 'Публичный ключ', help: 'Ключ «anon public» вашего сервера. Он не секретный, его знает администратор.' },
        login: { label: 'E-mail или телефон', help: 'Телефон — с кодом страны, например +7 900 000-00-00.' },
        password: { label: 'Пароль' },
      },
    },
    en: {
      name: 'AcademyOS',
      about: 'Sign in with your own account: the server creates keys and numbers by itself.',
      fields: {
        address: { label: 'Server address' },
        publicKey: { label: 'Public key', help: 'The “anon public” key of your server. It is not secret; your administrator knows it.' },
        login: { label: 'E-mail or phone', help: 'A phone with its country code, e.g. +7 900 000-00-00.' },
        password: { label: 'Password' },
      },
    },
  },
}
