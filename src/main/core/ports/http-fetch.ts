// HTTP requests.

/** HTTP as the gateways need it: WHATWG fetch. In the app Electron's `net.fetch`, in tests Node's. */
export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>
