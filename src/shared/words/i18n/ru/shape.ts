import type { ru } from './index'

type PluralForms = 'one' | 'few' | 'many' | 'other' | 'two' | 'zero'
/** The same keys as the Russian words; plural forms (`key_one`, `key_few` …) may differ by language. */
type Same<T> = T extends string
  ? string
  : { readonly [K in keyof T as K extends `${string}_${PluralForms}` ? never : K]: Same<T[K]> } & {
      readonly [K in keyof T as K extends `${infer Base}_${PluralForms}` ? `${Base}_other` : never]: string
    } & { readonly [key: `${string}_${PluralForms}`]: string }

/** Shape of every language's words. */
export type Words = Same<typeof ru>

type Join<A extends string, B extends string> = A extends '' ? B : `${A}.${B}`
type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? Join<P, K extends `${infer Base}_${PluralForms}` ? Base : K> : Leaves<T[K], Join<P, K>>
}[keyof T & string]

/** Every key a translator takes, e.g. `window.qr.title`. */
export type WordKey = Leaves<typeof ru>
