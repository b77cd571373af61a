// Every word a person sees, tray and notices included. i18next does plurals and interpolation ({{name}}).
import i18next from 'i18next'
import type { Language } from '../../ipc/snapshot'
import { en } from './en'
import { ru } from './ru'
import type { WordKey } from './ru/shape'

export type { WordKey } from './ru/shape'

/** Looks a word up; `count` picks the plural form. Values are not HTML-escaped: no caller puts them into markup. */
export type Translate = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string

const translators = new Map<Language, Translate>()

/** The translator of one language. */
export function translator(language: Language): Translate {
  const known = translators.get(language)
  if (known) return known
  const made = makeTranslator(language)
  translators.set(language, made)
  return made
}

function makeTranslator(language: Language): Translate {
  const instance = i18next.createInstance()
  void instance.init({
    lng: language,
    fallbackLng: 'ru',
    resources: { ru: { translation: ru }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  })
  return (key, values) => instance.t(key, { ...values })
}

/** The language for a system locale such as `ru-RU`: Russian for Russian and its neighbours' locales, else English. */
export function languageOf(locale: string): Language {
  return /^(ru|be|kk|ky)\b/i.test(locale) ? 'ru' : 'en'
}
