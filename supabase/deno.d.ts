// The parts of Deno that the functions use, for the type check and the lint, which run on Node.
declare namespace Deno {
  const env: { get(name: string): string | undefined }
  function serve(handler: (request: Request) => Response | Promise<Response>): unknown
}
