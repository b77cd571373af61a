// The plan's hook, word for word; what it leaves open (HTTP, types, the way back from the page) is passed in. `watches`: the same hook with its
// timer left running after "connected", because as written it stops asking then and can tell no drop.
import { useState } from 'react'
import type { Backend } from './backend'

export const useWppConnection = ({ selfHostedPost, selfHostedGet }: Backend, watches: boolean, onStatus: (status: string) => void) => {
  const [status, setStatus] = useState('idle')
  const [qr, setQr] = useState<string | null>(null)
  const [session, setSession] = useState<string | null>(null)

  const connect = async () => {
    setStatus('loading')
    const result = await selfHostedPost('wpp-create')
    setSession(result.data.session)

    if (result.data.status === 'connected') {
      setStatus('connected')
      return
    }

    // Start polling
    const pollInterval = setInterval(async () => {
      const [qrRes, statusRes] = await Promise.all([
        selfHostedGet(`wpp-qr?session=${result.data.session}`),
        selfHostedGet(`wpp-status?session=${result.data.session}`),
      ])

      if (qrRes.data?.qr) setQr(qrRes.data.qr)
      if (watches) {
        setStatus(statusRes.data.status)
        onStatus(statusRes.data.status)
      } else if (statusRes.data?.status === 'connected') {
        setStatus('connected')
        clearInterval(pollInterval)
      }
    }, 2000)
  }

  return { status, qr, session, connect }
}
