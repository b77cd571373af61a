// Turns what happened into the title and body of a notice. The title names the number; the body says why, since when and what to do.
import type { Language } from '../../../shared/ipc/snapshot'
import { durationText } from '../../../shared/words/duration'
import { hasTrait, type Failure } from '../../../shared/model/failure'
import type { Translate } from '../../../shared/words/i18n'
import type { Cause } from '../../../shared/model/session'
import type { Notice } from './notice'
import type { Happening } from '../session'

/** The operator's language and way of writing times. */
export interface Wording {
  readonly language: Language
  readonly t: Translate
  /** Local time of day, with the date when it is not today. Takes epoch ms. */
  time(at: number): string
}

/** A drop as the words need it. */
export type Drop = Extract<Happening, { type: 'dropped' }>

/** Title and body. */
export interface Text {
  readonly title: string
  readonly body: string
}

/** The first sign of a drop says when it happened unless the app had not looked for this long, ms. */
const BLUR = 120_000
/** Names listed in full in a notice about several numbers. */
const NAMES = 3

/** One number is down. */
export function dropText({ t, time }: Wording, name: string, drop: Drop): Text {
  const kind = wordsFor(drop)
  const lastSeen = drop.lastConnectedAt !== null && drop.since - drop.lastConnectedAt > BLUR
  const when = lastSeen ? t('desktop.drop.lastSeen', { time: time(drop.lastConnectedAt) }) : t('desktop.drop.since', { time: time(drop.since) })
  return { title: t(`desktop.drop.title.${kind}`, { name }), body: `${t(`desktop.drop.why.${kind}`)} ${when}\n${t(`desktop.drop.next.${kind}`)}` }
}

function wordsFor({ cause, mayBeServer }: Drop) {
  if (cause === 'by-operator') return 'unspecified'
  // A backend that words its own outage as "not connected" is quoted, not believed.
  return mayBeServer && cause === 'unspecified' ? 'server' : cause
}

/** Several numbers of one connection are down. */
export function outageText(wording: Wording, connection: string, names: readonly string[], drops: readonly Drop[]): Text {
  const { t, time } = wording
  const phones = drops.every(({ cause }) => cause === 'logged-out' || cause === 'banned')
  const kind = phones ? 'phones' : 'server'
  const since = t('desktop.drop.since', { time: time(Math.min(...drops.map((each) => each.since))) })
  const title = t('desktop.outage.title', { connection, count: drops.length })
  return { title, body: `${listed(wording, names)}. ${since}\n${t(`desktop.outage.why.${kind}`)} ${t(`desktop.outage.next.${kind}`)}` }
}

/** Numbers are still down; `sinces` are the epoch ms of their drops, `next` what to do about the only one. */
export function reminderText(wording: Wording, names: readonly string[], cause: Cause, sinces: readonly number[], now: number): Text {
  const { t, time } = wording
  const since = Math.min(...sinces)
  const duration = durationText(wording.t, now - since)
  const [only] = names
  if (names.length === 1 && only !== undefined) {
    const next = t(`desktop.drop.next.${cause === 'by-operator' ? 'unspecified' : cause}`)
    return { title: t('desktop.reminder.title', { name: only }), body: `${t('desktop.reminder.body', { duration, time: time(since) })}\n${next}` }
  }
  return {
    title: t('desktop.reminder.titleMany', { count: names.length }),
    body: `${listed(wording, names)}. ${t('desktop.reminder.bodyMany', { duration })}\n${t('desktop.reminder.nextMany')}`,
  }
}

/** One number or several are back; `rest` are those of the same outage that are not. */
export function recoveryText(wording: Wording, connection: string, names: readonly string[], rest: readonly string[], downMs: number): Text {
  const { t } = wording
  const [only] = names
  const title =
    names.length === 1 && only !== undefined
      ? t('desktop.recovery.title', { name: only })
      : t('desktop.recovery.titleMany', { connection, count: names.length })
  const who = names.length > 1 ? `${listed(wording, names)}. ` : ''
  const others = rest.length > 0 ? ` ${t('desktop.recovery.rest', { names: listed(wording, rest) })}` : ''
  return { title, body: `${who}${t('desktop.recovery.body', { duration: durationText(wording.t, downMs) })}${others}` }
}

/** One number comes and goes. */
export function unstableText({ t }: Wording, name: string): Text {
  return { title: t('desktop.unstable.title', { name }), body: `${t('desktop.unstable.body')}\n${t('desktop.unstable.next')}` }
}

/** The notice by which the operator tries whether the desktop shows any. */
export function testNotice({ t }: Wording, sound: boolean): Notice {
  const text = { title: t('desktop.test.title'), body: t('desktop.test.body') }
  return { id: 'test', category: 'recovery', sessionKey: null, connectionId: '', keys: [], ...text, severity: 'good', sound }
}

/** Numbers could not be checked for a while. */
export function cannotCheckText(wording: Wording, connection: string, names: readonly string[], failure: Failure, since: number): Text {
  const { t, time } = wording
  const [only] = names
  const title =
    names.length === 1 && only !== undefined
      ? t('desktop.cannotCheck.title', { name: only })
      : t('desktop.cannotCheck.titleMany', { connection, count: names.length })
  const what = `${t(`failure.${failure.code}.what`)} ${t('desktop.cannotCheck.since', { time: time(since) })}`
  return { title, body: `${what}\n${t(`failure.${failure.code}.next`)}` }
}

/** The list of a connection lacks most of its numbers. */
export function listDoubtText({ t }: Wording, connection: string, { missing, of }: { readonly missing: number; readonly of: number }): Text {
  return { title: t('desktop.listDoubt.title', { connection }), body: `${t('desktop.listDoubt.what', { missing, of })}\n${t('desktop.listDoubt.next')}` }
}

/** The sign-in of a connection ended, or a key was refused: the connection's or one number's own; `name` is that of the one concerned. */
export function signInText({ t }: Wording, name: string, failure: Failure, concerns: 'connection' | 'number' = 'connection'): Text {
  const title = t(hasTrait(failure.code, 'concernsKey') ? 'desktop.signIn.titleKey' : 'desktop.signIn.title', { connection: name })
  const body = t(concerns === 'number' ? 'desktop.signIn.bodyKey' : 'desktop.signIn.body')
  return { title, body: `${t(`failure.${failure.code}.what`)} ${body}\n${t(`failure.${failure.code}.next`)}` }
}

function listed({ t }: Wording, names: readonly string[]): string {
  const shown = names.slice(0, names.length > NAMES + 1 ? NAMES : NAMES + 1).join(', ')
  return names.length > NAMES + 1 ? `${shown} ${t('desktop.tray.more', { count: names.length - NAMES })}` : shown
}
