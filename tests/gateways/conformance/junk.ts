// Answers that prove nothing about a number.
import type { Fault } from '../../fakes/gateways/fault-proxy'

/** Answers that are no answers, whatever was asked. */
export const JUNK: readonly (readonly [string, Fault])[] = [
  ['a page', { text: '<!doctype html><title>Sign in to the network</title>', type: 'text/html' }],
  ['nothing', { text: '' }],
  ['half of an answer', { text: '{"status":"CONNECTED","state":"open","connected":true,"instance":{"sta' }],
  ['null', { text: 'null' }],
  ['a list', { text: '[]' }],
  ['an empty object', { text: '{}' }],
  ['a word', { text: '"connected"' }],
  ['wrong types', { text: '{"status":7,"state":[],"connected":"true","instance":"open","data":5,"success":"yes","integrations":{}}' }],
  ['a proxy that lost its server', { status: 502, text: '<html>502 Bad Gateway</html>', type: 'text/html' }],
  ['a redirect', { status: 302, text: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ['a limit', { status: 429, text: '{}' }],
  ['no connection', 'cut'],
]
/** True for a body that is JSON or empty, sent with success. */
export function isJson(fault: Fault): boolean {
  if (typeof fault !== 'object' || !('text' in fault) || (fault.status ?? 200) >= 300) return false
  try {
    return fault.text === '' || JSON.parse(fault.text) !== undefined
  } catch {
    return false
  }
}
