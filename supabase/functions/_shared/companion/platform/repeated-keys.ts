// JSON in which one object names a field twice. `JSON.parse` keeps the last value without a word, so such an answer could say anything.
// The app has the same in src/main/gateways/http/repeated-keys.ts; tests/functions/properties/believed.test.ts holds the two together.

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
