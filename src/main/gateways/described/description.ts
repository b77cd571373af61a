// What a description of a hosted gateway may say, checked when it is read. A description is data: it holds no code, and no secret.
import { z } from 'zod'
import { isLoopbackHost } from '../http/office-host'

/** Text with `{name}` in it: a field of the form, `{session}`, `{phone}`, or `{row.<field>}` for what the list tells of the number. */
const template = z.string().max(300)
/** Where in an answer a value lies: names joined by dots; `''` is the whole answer. */
const place = z.string().max(200)
/** The first of several places that holds anything. */
const places = z.union([place, z.array(place).min(1).max(5)]).transform((each) => (typeof each === 'string' ? [each] : each))

/** What a place must hold. A text is compared without case and surrounding space; of several values one must fit. `$http` is the status of the answer. */
const expected = z.union([z.string(), z.number(), z.boolean(), z.null()])
const conditions = z.record(place, z.union([expected, z.array(expected).min(1)])).refine((when) => Object.keys(when).length > 0, 'a rule needs a condition')

const call = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: template.regex(/^\//, 'a path begins with a slash'),
  query: z.record(z.string(), template).optional(),
  /** Sent as JSON. `"{phone:number}"` is sent as a number. */
  json: z.record(z.string(), template).optional(),
  /** Sent as a form. */
  form: z.record(z.string(), template).optional(),
  /** In place of the headers of all calls. */
  headers: z.record(z.string(), template).optional(),
})

/** A code goes from a server's word to what the app shows; see failure.ts and session.ts for the words of the app. */
const stateRule = z.strictObject({
  when: conditions,
  state: z.enum(['connected', 'disconnected', 'starting', 'unknown']),
  cause: z.enum(['logged-out', 'replaced', 'banned', 'phone-offline']).optional(),
  failure: z.enum(['not-paid', 'server-error', 'not-allowed', 'session-stuck']).optional(),
  /** The number cannot be linked in this state: no code is asked for. */
  final: z.boolean().optional(),
})

const failureRule = z.strictObject({
  when: conditions,
  failure: z.enum(['not-paid', 'key-rejected', 'number-not-found', 'rate-limited', 'server-error', 'not-allowed']),
})

/** `s`, `ms`: since 1970. `text`: a date as it is written. */
const moment = z.strictObject({ at: place, as: z.enum(['s', 'ms', 'text']) })
/** What any answer about a number may tell beside its state. */
const facts = { phone: places.optional(), paidUntil: moment.optional() }

/** Where an answer names the number that it is about, if it does. One that names another number, or that cannot be read, proves nothing. */
const about = places.optional()

const status = z.strictObject({ call, about, states: z.array(stateRule).min(1), ...facts })
const list = z.strictObject({
  call,
  rows: place,
  id: places,
  name: place.optional(),
  /** Rows that are no numbers of this service, by what they say. */
  skip: conditions.optional(),
  /** With them the list tells the states too, and no number is asked by itself. */
  states: z.array(stateRule).min(1).optional(),
  ...facts,
})
const code = z.strictObject({
  call,
  about,
  image: places.optional(),
  text: places.optional(),
  /** Tried before a code is looked for, on answers that came with success, or whose HTTP status the rule names. "connected" means that no code is needed: the proof is the status. */
  states: z.array(stateRule).default([]),
  /** Where the answer tells how many seconds the code still lives. */
  secondsLeft: place.optional(),
})

/** Messages that the service sends by itself once a phone is linked. */
const waiting = z.strictObject({ call, count: places })

const wordsOfKind = z.strictObject({
  name: z.string().min(1).max(60),
  about: z.string().max(200),
  fields: z.record(z.string(), z.strictObject({ label: z.string().min(1).max(60), help: z.string().max(300).optional() })),
})

const shape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** Where the facts are from. */
  source: z.string().max(300),
  words: z.strictObject({ en: wordsOfKind, ru: wordsOfKind }),
  /** One host for everybody, or one that the form asks for. */
  base: z.union([z.strictObject({ fixed: z.url() }), z.strictObject({ asked: z.url() })]),
  fields: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,30}$/),
        type: z.enum(['text', 'secret']),
        pattern: z.string().max(100).optional(),
        optional: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(6),
  /** `list`: the sign-in opens an account whose numbers are listed. Otherwise each number has credentials of its own, and this field names it. */
  number: z.union([z.literal('list'), z.strictObject({ field: z.string() })]),
  headers: z.record(z.string(), template).default({}),
  /** The service wants to be asked no more often than this of a number that is well, ms. */
  everyMs: z.number().int().min(1_000).max(600_000).optional(),
  /** How long a code lives if the answer does not say, ms. */
  codeLastsMs: z.number().int().min(1_000).max(600_000).optional(),
  /** Texts of `error` that the service sends although nothing is wrong; any other one is an error. */
  harmlessErrors: z.array(z.string().min(1).max(200)).max(20).default([]),
  failures: z.array(failureRule).default([]),
  /** All that the watch may send. None of them changes anything on the server. */
  reads: z.strictObject({
    status: status.optional(),
    list: list.optional(),
    code: code.optional(),
    details: z.strictObject({ call, about, ...facts }).optional(),
    waiting: waiting.optional(),
  }),
  /** What only a person's click sends. */
  acts: z.strictObject({
    start: z.strictObject({ call }).optional(),
    pair: z.strictObject({ call, about, code: places }).optional(),
    logout: z.strictObject({ call, about, done: conditions.optional() }).optional(),
  }),
})

/** Words that a path of a read must not have: services log out, restart and delete by GET. */
const ACTS = /(?:^|[/_-])(?:logout|log-out|disconnect|reboot|restart|restore-session|reset|delete|remove|clear|add|create|set|send)(?:$|[/_-])/i
const NAMES = /\{([a-zA-Z0-9.]+)(?::number)?\}/g
const BUILT_IN = new Set(['session', 'phone'])

/** One hosted gateway as its description has it. */
export type Description = z.infer<typeof shape>
/** One call of a description. */
export type DescribedCall = z.infer<typeof call>
/** What decides the state in an answer. */
export type StateRule = z.infer<typeof stateRule>
/** Conditions on an answer. */
export type Conditions = z.infer<typeof conditions>

/** Checks a description; what is wrong is named with its place. */
export const description = shape.superRefine((each, context) => {
  const wrong = (message: string, ...path: (string | number)[]): void => context.addIssue({ code: 'custom', message, path })
  const fields = new Set(each.fields.map(({ name }) => name))
  const reads = Object.entries(each.reads)
  const acts = Object.entries(each.acts)
  for (const [name, read] of reads) if (read && ACTS.test(read.call.path)) wrong('the path of a read looks like an action', 'reads', name, 'call', 'path')
  const spelled = (one: DescribedCall): string => JSON.stringify([one.method, one.path, one.query, one.json, one.form])
  for (const [name, act] of acts)
    for (const [read, { call: other } = {}] of reads)
      if (act && other && spelled(act.call) === spelled(other)) wrong(`the same call as reads.${read}`, 'acts', name)
  for (const [group, members] of [
    ['reads', reads],
    ['acts', acts],
  ] as const)
    for (const [name, one] of members)
      for (const [, used] of JSON.stringify([one?.call, each.headers]).matchAll(NAMES)) {
        const known = fields.has(used ?? '') || BUILT_IN.has(used ?? '') || (used?.startsWith('row.') === true && each.reads.list !== undefined)
        if (!known) wrong(`{${used}} is no field of the form`, group, name, 'call')
      }
  const base = new URL('fixed' in each.base ? each.base.fixed : each.base.asked)
  if (base.protocol !== 'https:' && !isLoopbackHost(base.hostname)) wrong('the address needs https', 'base')
  for (const language of ['en', 'ru'] as const)
    for (const name of fields) if (!each.words[language].fields[name]) wrong(`no words for the field ${name}`, 'words', language, 'fields')
  if (each.number === 'list') {
    if (!each.reads.list) wrong('numbers from a list need reads.list', 'reads')
    else if (!each.reads.status && !each.reads.list.states) wrong('nothing tells the state of a number', 'reads')
  } else {
    if (!fields.has(each.number.field)) wrong('no such field', 'number', 'field')
    if (!each.reads.status) wrong('nothing tells the state of a number', 'reads')
  }
})
