// The chosen language for the whole tree: words and times.
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import type { Language } from '../../shared/ipc/snapshot'
import { translator, type Translate } from '../../shared/words/i18n'
import { timesOf, type Times } from './times'

interface Words {
  readonly language: Language
  readonly t: Translate
  readonly times: Times
}

const WordsContext = createContext<Words | null>(null)

function makeWords(language: Language): Words {
  const t = translator(language)
  return { language, t, times: timesOf(language) }
}

/** Speaks the language to everything below and tells screen readers which one it is. */
export function WordsProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const words = useMemo(() => makeWords(language), [language])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
}

/** Words and times of the chosen language. Throws outside of the provider: that is a bug. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('No words above this component')
  return words
}
