// The text of the settings file. Apart from their schema: the window's place is read before it is loaded.

/** Name of the file without its ending. */
export const SETTINGS_NAME = 'settings'

/** The JSON of a settings file; undefined = it is none. A byte order mark is what some editors put before it: no part of the content. */
export function parseSettings(text: string): unknown {
  try {
    return JSON.parse(withoutMark(text))
  } catch {
    return undefined
  }
}

/** Whether the text begins with a byte order mark. */
export function hasMark(text: string): boolean {
  return text.startsWith('\uFEFF')
}

function withoutMark(text: string): string {
  return hasMark(text) ? text.slice(1) : text
}
