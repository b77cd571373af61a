// JSON that is not believed. An object that names a field twice could say anything: `JSON.parse` keeps the last value without a word. One that is nested
// thousands of levels deep makes every function overflow the stack that walks through it.

/** Deepest nesting that is read; real answers have five levels. */
const DEEPEST = 100

/** True if this JSON is nested too deep to be an answer. The text must be valid JSON. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '"') at = endOfString(text, at)
    else if (letter === '{' || letter === '[') depth += 1
    else if (letter === '}' || letter === ']') depth -= 1
    if (depth > DEEPEST) return true
  }
  return false
}

/** True if an object in this JSON names a field twice. The text must be valid JSON. */
export function repeatsKeys(text: string): boolean {
  const open: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '{':
        open.push(new Set())
        break
      case '[':
        open.push(null)
        break
      case '}':
      case ']':
        open.pop()
        break
      case '"': {
        const end = endOfString(text, at)
        // In valid JSON only the name of a field is followed by a colon.
        if (/^\s*:/.test(text.slice(end + 1, end + 80))) {
          const names = open.at(-1)
          const name = JSON.parse(text.slice(at, end + 1)) as string
          if (names?.has(name)) return true
          names?.add(name)
        }
        at = end
        break
      }
    }
  }
  return false
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text[end - 1 - escapes] === '\\') escapes += 1
    if (escapes % 2 === 0) return end
  }
  return text.length
}
