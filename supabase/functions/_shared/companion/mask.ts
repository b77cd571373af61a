// How a key is shown to people: masked.

/** First 6, six bullets, last 4, as the older functions mask keys; short keys show nothing. */
export function maskKey(key: string): string {
  return key.length < 12 ? '***' : `${key.slice(0, 6)}••••••${key.slice(-4)}`
}
