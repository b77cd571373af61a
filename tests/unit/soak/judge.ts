// Compares what was told with what was planned. A pure function: the same plan and the same telling have the same verdict. Times are ms from the beginning.
import type { Decision } from '../../../src/main/core/notices/notice'
import { BLUR, hides, seenFrom, visibleFrom, type Drop, type Fault, type Plan } from './plan'
import type { Told } from './play'
import { spread, type Spread } from './spread'

const SECOND = 1_000
const MINUTE = 60_000
/** A decision so long after the end of a fault still belongs to it: gathered drops wait for their neighbours, and after a wake for the first answers. */
const GRACE = 20 * SECOND
/** "It is back" is said after a minute of stability. */
const STABLE = MINUTE
/** A backend out of reach for so long is told, once … */
const WORTH_TELLING = 5 * MINUTE
/** … and found out as late as this: numbers are asked every so often. */
const FOUND = MINUTE
/** "Cannot check" is told with the last look at the backend, which may be so old: it waits for whoever is about to answer. */
const LAST_LOOK = 6 * SECOND
/** An outage told so long ago takes further drops in. */
const JOINS = MINUTE
/** Until a number that is back is asked again, it is taken for down. */
const ASKED_AGAIN = 2.5 * MINUTE
/** A list is asked again within seconds, and a doubt about it told at once. */
const DOUBTED = 10 * SECOND
/** A reminder that falls into a try to bring the number back waits for so long. */
const PUT_OFF = 11 * MINUTE

/** Nothing else happens in a soak. */
const TELLABLE: ReadonlySet<string> = new Set(['drop', 'outage', 'recovery', 'cannot-check', 'list-doubt'])

/** What the judge found. */
export interface Verdict {
  /** Drops, ends of drops, reminders and outages that were not told, or too late to be of any use. */
  readonly missed: readonly string[]
  /** What was told and not so, or told twice; drops also where a named silence hid them. */
  readonly falseAlarms: readonly string[]
  /** Drops told by another cause, and drops of a whole backend told as single ones. */
  readonly misnamed: readonly string[]
  /** Drops told because a backend lied. */
  readonly liesTold: number
  /** From the moment a drop could be seen until it was told, by kind; and of those about an outage or a sleep. */
  readonly latency: Readonly<Record<string, Spread>>
  readonly latencyBlurred: Spread
  /** From the end of a drop until that was told, its minute of stability included; and of those about an outage or a sleep. */
  readonly recovery: Spread
  readonly recoveryBlurred: Spread
  /** From the beginning of an outage until "cannot check" was told. */
  readonly cannotCheck: Spread
  /** From a wrong list until the doubt about it was told. */
  readonly listDoubt: Spread
  readonly notices: Readonly<Record<string, number>>
  readonly silences: Readonly<Record<string, number>>
  readonly reminders: number
}

/** One number's part in a drop, and what was told of it. */
interface Case {
  readonly key: string
  readonly drop: Drop
  /** Since when it could be seen. */
  readonly seenFrom: number
  readonly blurred: boolean
  readonly told: { readonly at: number; readonly decision: Decision; readonly cause: string }[]
  readonly back: number[]
  readonly reminded: number[]
}

/** When a reminder that is due then is given: in its sleep the computer gives none. */
function awakeFrom(faults: readonly Fault[], at: number): number {
  const sleep = faults.find((each) => each.what === 'sleep' && each.from <= at && at < each.to + GRACE)
  return sleep ? sleep.to + GRACE : at
}

/** How many reminders of a drop told at an instant are given until another: after 30 minutes, an hour more, and then every two hours. */
function remindersDue(faults: readonly Fault[], told: number, until: number): number {
  let due = 0
  for (let at = awakeFrom(faults, told + 30 * MINUTE), pause = 60 * MINUTE; at <= until; at = awakeFrom(faults, at + pause), pause = 120 * MINUTE) due += 1
  return due
}

/** Judges what was told. */
export function judge({ faults }: Pick<Plan, 'faults'>, told: readonly Told[]): Verdict {
  const missed: string[] = []
  const falseAlarms: string[] = []
  const misnamed: string[] = []
  const notices: Record<string, number> = {}
  const silences: Record<string, number> = {}
  let liesTold = 0
  let reminders = 0
  const second = (at: number): string => `${Math.round(at / SECOND)} s`
  const wrong = (what: string, at: number): void => void falseAlarms.push(`${what} at ${second(at)}`)

  const cases: Case[] = faults
    .filter((each) => each.what === 'drop')
    .flatMap((drop) => {
      const blurred = faults.some((each) => hides(each, drop.connectionId) && each.from < drop.from + BLUR && drop.from < each.to + BLUR)
      return drop.keys.map((key) => ({ key, drop, seenFrom: seenFrom(faults, drop.connectionId, drop.from), blurred, told: [], back: [], reminded: [] }))
    })
  const casesOf = new Map<string, Case[]>()
  for (const each of cases) casesOf.set(each.key, [...(casesOf.get(each.key) ?? []), each])
  const lies = faults.filter((each) => each.what === 'lie')
  const outages = faults
    .filter((each) => each.what === 'outage')
    .map((outage) => ({ outage, told: 0, slept: faults.some((each) => each.what === 'sleep' && each.from < outage.to && outage.from < each.to) }))
  /** Lists that lack most of the numbers, again and again. Single ones prove nothing, and nothing is told of them. */
  const lists = faults.flatMap((each) => (each.what === 'list' && !each.once ? [{ list: each, told: [] as number[] }] : []))
  const visibleEnd = ({ drop }: Case): number => visibleFrom(faults, drop.connectionId, drop.to)
  /** While it is down, and as long after its end as nobody can know better. */
  const downAt = (key: string, at: number, grace: number): Case | undefined =>
    casesOf.get(key)?.findLast((each) => each.drop.from <= at && at <= visibleEnd(each) + grace)
  const liedAbout = (key: string, at: number): boolean =>
    lies.some((each) => each.keys.includes(key) && each.from <= at && at <= seenFrom(faults, each.connectionId, each.to) + PUT_OFF)

  const dropped = (key: string, cause: string, decision: Decision, at: number): void => {
    const found = downAt(key, at, GRACE)
    if (found) found.told.push({ at, decision, cause })
    else if (liedAbout(key, at)) liesTold += 1
    else wrong(`drop of ${key}`, at)
  }
  const recovered = (key: string, at: number): void => {
    if (liedAbout(key, at)) return
    const last = casesOf.get(key)?.findLast(({ drop }) => drop.from <= at)
    if (!last || last.drop.to + STABLE > at || last.back.length > 0 || last.told.length === 0) wrong(`recovery of ${key}`, at)
    last?.back.push(at)
  }
  const toldCannotCheck: number[] = []
  const cannotCheck = (connectionId: string, at: number): void => {
    const found = outages.find(({ outage }) => outage.connectionId === connectionId && outage.from + WORTH_TELLING <= at && at <= outage.to + LAST_LOOK)
    if (!found || found.told > 0) return wrong(`"cannot check" of ${connectionId}`, at)
    found.told += 1
    if (!found.slept) toldCannotCheck.push(at - found.outage.from)
  }
  const doubted = (connectionId: string, at: number): void => {
    const found = lists.find(({ list }) => list.connectionId === connectionId && list.from <= at && at <= list.to)
    if (!found || found.told.length > 0) return wrong(`doubt about the list of ${connectionId}`, at)
    found.told.push(at)
  }
  const outageTold = new Map<string, number>()
  /** A notice speaks of what it is about, and of nothing else. */
  const fits = ({ decision, at }: { readonly decision: Extract<Decision, { notice: object }>; readonly at: number }): void => {
    const { category, keys, sessionKey, connectionId, severity, id } = decision.notice
    const about = new Set(decision.about.map(({ key }) => key))
    const single = about.size === 1 ? ([...about][0] ?? null) : null
    const of =
      about.size > 0 && keys.length === about.size && keys.every((key) => about.has(key)) && decision.about.every((each) => each.connectionId === connectionId)
    const named = category === 'cannot-check' || (sessionKey === single && (category === 'recovery' || (category === 'outage') === about.size > 1))
    if (!of || !named || (severity === 'good') !== (category === 'recovery')) wrong(`${category} notice ${id} of something else`, at)
    if (category === 'outage') outageTold.set(connectionId, at)
  }
  const reminded = (key: string, at: number): void => {
    const found = downAt(key, at, ASKED_AGAIN)
    if (found) found.reminded.push(at)
    else if (!liedAbout(key, at)) wrong(`reminder of ${key}`, at)
  }

  for (const each of told) {
    if ('reminded' in each) {
      reminders += 1
      for (const key of each.reminded) reminded(key, each.at)
      continue
    }
    const { decision, at } = each
    if ('notice' in decision) notices[decision.notice.category] = (notices[decision.notice.category] ?? 0) + 1
    else silences[decision.silent] = (silences[decision.silent] ?? 0) + 1
    for (const happening of decision.about) {
      if (happening.type === 'dropped') dropped(happening.key, happening.cause, decision, at)
      else if (happening.type === 'recovered' && 'notice' in decision) recovered(happening.key, at)
    }
    if (!('notice' in decision)) {
      const { connectionId } = decision.about[0] ?? { connectionId: '' }
      if (decision.silent === 'joined-outage' && at - (outageTold.get(connectionId) ?? -Infinity) > JOINS) wrong('drop that joins no outage', at)
      continue
    }
    if (decision.notice.category === 'list-doubt') doubted(decision.notice.connectionId, at)
    else if (TELLABLE.has(decision.notice.category)) fits({ decision, at })
    else wrong(`"${decision.notice.category}" of ${decision.notice.id}`, at)
    if (decision.notice.category === 'cannot-check') cannotCheck(decision.notice.connectionId, at)
  }

  const latency = new Map<string, number[]>()
  const blurred: number[] = []
  const recovery: number[] = []
  const recoveryBlurred: number[] = []
  const wholes = new Map<Drop, Set<Decision>>()
  for (const each of cases) {
    const { key, drop } = each
    const name = `${key} ${drop.kind} at ${second(drop.from)}`
    const [first, ...again] = each.told
    for (const { at } of again) wrong(`${name}: told again`, at)
    if (!first || !isTold(first.decision)) {
      missed.push(name)
      continue
    }
    ;(each.blurred ? blurred : (latency.get(drop.kind) ?? latency.set(drop.kind, []).get(drop.kind) ?? [])).push(first.at - each.seenFrom)
    if (first.cause !== drop.cause) misnamed.push(`${name}: told as ${first.cause}`)
    if (drop.all && 'notice' in first.decision) wholes.set(drop, (wholes.get(drop) ?? new Set()).add(first.decision))
    if (each.back.length === 0) missed.push(`${name}: its end at ${second(drop.to)}`)
    else {
      // A removed number is asked seldom: that it is back is found in a list, once that is right again.
      const wrongList = lists.find(
        ({ list }) => drop.cause === 'removed' && list.connectionId === drop.connectionId && list.from <= drop.to && drop.to < list.to,
      )
      const visible = seenFrom(faults, drop.connectionId, wrongList?.list.to ?? drop.to)
      ;(visible === drop.to ? recovery : recoveryBlurred).push((each.back[0] ?? 0) - visible)
    }
    if (each.reminded.length < remindersDue(faults, first.at, drop.to - PUT_OFF)) missed.push(`${name}: a reminder`)
    if (each.reminded.length > remindersDue(faults, first.at - MINUTE, visibleEnd(each) + ASKED_AGAIN))
      wrong(`${name}: reminder too many`, each.reminded.at(-1) ?? 0)
  }
  for (const [drop, decisions] of wholes) {
    const categories = [...decisions].map((each) => ('notice' in each ? each.notice.category : '')).join()
    if (categories !== 'outage') misnamed.push(`${drop.kind} at ${second(drop.from)}: told as ${categories}`)
  }
  for (const { outage, told: times, slept } of outages) {
    if (times === 0 && !slept && outage.to - outage.from > WORTH_TELLING + FOUND) missed.push(`${outage.connectionId} ${outage.kind} at ${second(outage.from)}`)
  }
  for (const { list, told: times } of lists) {
    const seen = faults.some((each) => hides(each, list.connectionId) && each.from < list.from + DOUBTED && list.from < each.to)
    if ((times[0] ?? Infinity) > list.from + DOUBTED && !seen) missed.push(`${list.connectionId} ${list.kind} at ${second(list.from)}`)
  }
  return {
    missed,
    falseAlarms,
    misnamed,
    liesTold,
    notices,
    silences,
    reminders,
    latency: Object.fromEntries([...latency].map(([kind, values]) => [kind, spread(values)])),
    latencyBlurred: spread(blurred),
    recovery: spread(recovery),
    recoveryBlurred: spread(recoveryBlurred),
    cannotCheck: spread(toldCannotCheck),
    listDoubt: spread(lists.flatMap(({ list, told: times }) => times.map((at) => at - list.from))),
  }
}

/** By a notice of its own, or as one more of an outage that was told within the last minute. */
function isTold(decision: Decision): boolean {
  return 'notice' in decision || decision.silent === 'joined-outage'
}
