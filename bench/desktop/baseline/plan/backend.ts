// selfHostedPost and selfHostedGet as the plan uses them: fetch with the person's token. Requests that have not come back yet are counted.

export interface Answered {
  readonly data: { readonly session: string; readonly status: string; readonly qr?: string | null }
}

export interface Backend {
  selfHostedPost(path: string): Promise<Answered>
  selfHostedGet(path: string): Promise<Answered>
  /** Requests without an answer yet. */
  waiting(): number
}

export async function signIn({ address, publicKey, login, password }: Record<'address' | 'publicKey' | 'login' | 'password', string>): Promise<Backend> {
  const headers = { apikey: publicKey, 'content-type': 'application/json' }
  const answer = await fetch(`${address}/auth/v1/token?grant_type=password`, { method: 'POST', headers, body: JSON.stringify({ email: login, password }) })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  let waiting = 0
  const ask = async (method: string, path: string): Promise<Answered> => {
    waiting += 1
    try {
      const response = await fetch(`${address}/functions/v1/${path}`, { method, headers: { ...headers, authorization: `Bearer ${token}` } })
      return { data: (await response.json()) as Answered['data'] }
    } finally {
      waiting -= 1
    }
  }
  return { selfHostedPost: (path) => ask('POST', path), selfHostedGet: (path) => ask('GET', path), waiting: () => waiting }
}
