// The catalogues of both languages: what people stumbled over is gone and stays gone, and both languages say the same things.
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/shared/words/i18n/en'
import { ru } from '../../../src/shared/words/i18n/ru'

/** Every text with its key. */
function textsOf(words: object, path = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const key = path === '' ? name : `${path}.${name}`
    return typeof value === 'string' ? [[key, value] as const] : textsOf(value as object, key)
  })
}
const TEXTS = { ru: textsOf(ru), en: textsOf(en) }

/** Words that were mended, and why. */
const GONE: readonly (readonly [language: 'ru' | 'en', word: RegExp, why: string])[] = [
  ['ru', /сеанс/i, 'the card says Session, so the rest says сессия'],
  ['ru', /ключ API/i, 'API Key stands on the card; in a sentence it is API-ключ'],
  ['ru', /осталось/i, '"осталось 1:00" is no Russian; a code действует'],
  ['ru', /автовосстановлени/i, 'no word of an operator'],
  ['ru', /займусь вручную|беру в работу|я сам[^а-я]?$/i, 'too long, or only for men'],
  ['ru', /требу[ею]т внимания/i, 'says nothing'],
  ['ru', /за этот период данных нет/i, 'something was not watched, and that is said'],
  ['ru', /отчёт о доступности/i, 'a clerk’s title'],
  ['ru', /ID чата/i, 'it is a number'],
  ['ru', /[„“”"]/, 'quotes are «» in Russian'],
  ['ru', /раз за разом, всё реже|всё реже/i, 'says no number'],
  ['en', /I[’']m on it|I know, on it/i, 'the button acknowledges'],
  ['en', /trouble connecting|does not connect\?/i, 'no question that a person asks'],
  ['en', /couldn[’']t/i, 'the app uses no short forms'],
  ['en', /auto-recovery/i, 'no word of an operator'],
  ['en', /escalate unacknowledged/i, 'no word of an operator'],
  ['en', /\bnotifications\b/i, 'they are notices'],
  ['en', /keep in memory until I quit/i, 'the banner says what is kept'],
  ['en', /system default/i, 'it is the language of the system'],
  ['en', /needs? attention/i, 'says nothing'],
  ['en', /critical alerts/i, 'they are alarms, and serious'],
  ['en', /ever rarer/i, 'says no number'],
  ['en', /keychain/i, 'one thing, one word: keyring'],
  ['en', /"|\b'|'\b/, 'quotes are “” and ’'],
  ['en', /without its phone WhatsApp does not/i, 'linked devices live about 14 days without the phone'],
]

describe('the words', () => {
  it.each(GONE)('of %s do not say %s: %s', (language, word) => {
    expect(TEXTS[language].filter(([key, text]) => word.test(text) && !key.startsWith('support.readMe'))).toEqual([])
  })

  it('say "banned or restricted" alike wherever they speak of a number', () => {
    const banned = { ru: /заблокирова(?:л|н|ны|нные)(?![а-я])/i, en: /\bbanned\b/i }
    const both = {
      ru: /заблокирова[а-я]+(?:,| или| и) ограничен|заблокировал или ограничил|заблокированные и ограниченные/i,
      en: /banned (?:or|and) restricted/i,
    }
    for (const language of ['ru', 'en'] as const) {
      const said = TEXTS[language].filter(([, text]) => banned[language].test(text))
      expect(said.length).toBeGreaterThan(4)
      expect(said.filter(([, text]) => !both[language].test(text))).toEqual([])
    }
  })

  it('name the same values in both languages', () => {
    const values = (of: (typeof TEXTS)['ru']): Record<string, string> => {
      const found = new Map<string, Set<string>>()
      for (const [key, text] of of) {
        const base = key.replace(/_(?:zero|one|two|few|many|other)$/, '')
        const names = found.get(base) ?? new Set()
        for (const [name] of text.matchAll(/\{\{\w+\}\}/g)) names.add(name)
        found.set(base, names)
      }
      return Object.fromEntries([...found].map(([key, names]) => [key, [...names].sort().join()]))
    }
    expect(values(TEXTS.en)).toEqual(values(TEXTS.ru))
  })

  it('are whole: no empty text, no space at an end, no doubled space', () => {
    const empty = /^window\.sandbox\./
    for (const language of ['ru', 'en'] as const)
      expect(TEXTS[language].filter(([key, text]) => (text === '' && !empty.test(key)) || (!key.endsWith('readMe') && /^\s|\s$| {2}/.test(text)))).toEqual([])
  })
})
