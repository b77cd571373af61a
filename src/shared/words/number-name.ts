// What a number is called everywhere: window, tray and notices.

/** The operator's own name, else its phone as people write it, else its session id. */
export function numberName(number: { readonly name: string; readonly phone: string | null; readonly sessionId: string }): string {
  return number.name.trim() || number.phone || number.sessionId
}
