// GoTrue's errors in its two shapes: with the version header `code` + `message`, without it `error_code` + `msg`.

/** An error of the auth service. */
export class AuthError extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Sends an AuthError as GoTrue does. */
export function sendAuthError(response, error, versioned) {
  const body = versioned ? { code: error.code, message: error.message } : { code: error.status, error_code: error.code, msg: error.message }
  response.writeHead(error.status, {
    'content-type': 'application/json',
    'x-sb-error-code': error.code,
    ...(versioned ? { 'x-supabase-api-version': '2024-01-01' } : {}),
  })
  response.end(JSON.stringify(body))
}
