// Simulated operators and the figures of their requests: latencies by function, failures, database queries.

/** The value below which `share` of the sorted numbers lie. */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Collects the answers of one load. */
export function recorder() {
  const byName = new Map()
  return {
    add(name, ms, ok, queries, why) {
      const held = byName.get(name) ?? { times: [], failures: new Map(), queries: [] }
      byName.set(name, held)
      held.times.push(ms)
      if (!ok) held.failures.set(why, (held.failures.get(why) ?? 0) + 1)
      if (queries !== null) held.queries.push(Number(queries))
    },
    /** Figures of one function; times in ms, rate in requests a second. */
    figures(name, seconds) {
      const { times, failures, queries } = byName.get(name) ?? { times: [], failures: new Map(), queries: [] }
      const sorted = [...times].sort((a, b) => a - b)
      const mean = queries.length === 0 ? Number.NaN : queries.reduce((sum, each) => sum + each, 0) / queries.length
      return {
        requests: times.length,
        rate: times.length / seconds,
        p50: percentile(sorted, 0.5),
        p95: percentile(sorted, 0.95),
        failures: [...failures].map(([why, count]) => `${count} ${why}`).join(', ') || '0',
        queries: mean,
        queriesMax: Math.max(0, ...queries),
      }
    },
  }
}

/** One call of a function, recorded; answers the body. */
export async function call(url, record, operator, name, { query = '', body, headers = {}, accept = () => true } = {}) {
  const began = performance.now()
  const response = await fetch(`${url}/functions/v1/${name}${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${operator.token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null)
  // Cut by a server that has too much to do: an answer that is missing counts as a failure.
  if (response === null) {
    record.add(name, performance.now() - began, false, null, 'cut')
    return {}
  }
  const answer = await response.json()
  record.add(
    name,
    performance.now() - began,
    response.ok && accept(answer),
    response.headers.get('x-wpp-db-queries'),
    answer.code ?? answer.status ?? response.status,
  )
  return answer
}

/** Does `work` for each item, `atOnce` at a time. */
export async function each(items, atOnce, work) {
  const queue = items[Symbol.iterator]()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Each operator asks for its sessions in turn for `seconds`; with `everyMs` each session is asked once in that time, else as fast as answers come. */
export async function poll(operators, seconds, everyMs, tick) {
  const end = performance.now() + seconds * 1_000
  let ticks = 0
  await Promise.all(
    operators.map(async (operator) => {
      const pause = everyMs === null ? 0 : everyMs / operator.sessions.length
      // The first requests are spread over time, as those of real clients are.
      let due = performance.now() + Math.random() * pause
      for (let turn = 0; ; turn++) {
        const wait = due - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        if (performance.now() > end) return
        await tick(operator, operator.sessions[turn % operator.sessions.length])
        ticks += 1
        due = Math.max(due + pause, performance.now() - 1_000)
      }
    }),
  )
  return ticks
}
