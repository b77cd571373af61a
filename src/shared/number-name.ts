// What a number is called everywhere: window, tray and notices.

/** A phone as people write it: `+7 900 123-45-67` for Russian length, else digits with a plus. */
export function phoneText(digits: string): string {
  const russian = /^7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits)
  return russian ? `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}` : `+${digits}`
}

/** The operator's own name, else its phone, else its session id. */
export function numberName(number: { readonly name: string; readonly phone: string | null; readonly sessionId: string }): string {
  return number.name.trim() || (number.phone ? phoneText(number.phone) : number.sessionId)
}
