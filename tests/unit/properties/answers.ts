// What a backend may say about a number, each as likely as it is for the properties; a drop with and without certainty among them.
import type { Says } from '../../fakes/gateways/fake-gateway'

export const ANSWERS: readonly Says[] = [
  { state: 'connected' },
  { state: 'connected' },
  { state: 'connected' },
  { state: 'disconnected' },
  { state: 'disconnected' },
  { state: 'starting' },
  { state: 'starting' },
  { state: 'disconnected', cause: 'logged-out' },
  { state: 'disconnected', cause: 'banned' },
  { state: 'disconnected', cause: 'phone-offline' },
  { state: 'disconnected', mayBeServer: true },
  { state: 'disconnected', cause: 'by-operator' },
  { state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@x' } },
  { state: 'unknown', failure: { code: 'unreachable' } },
  { state: 'unknown', failure: { code: 'sign-in-expired' } },
  { state: 'unknown', gone: true, failure: { code: 'number-not-found' } },
]
