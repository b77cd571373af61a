// One panel of the plan for each backend named in the address: a button, the code, the state.
import { toDataURL } from 'qrcode'
import { useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { signIn, type Backend } from './backend'
import { useWppConnection } from './use-wpp-connection'

const backends: Backend[] = []
Object.assign(window, { planWaiting: () => backends.reduce((sum, each) => sum + each.waiting(), 0) })

interface Place {
  readonly account: Parameters<typeof signIn>[0]
  /** What its notices call it: the hook's own session is not known where they are made. */
  readonly name: string
  readonly watches: boolean
}

function Panel({ backend, name, watches }: { readonly backend: Backend; readonly name: string; readonly watches: boolean }) {
  const wasConnected = useRef(false)
  const { status, qr, session, connect } = useWppConnection(backend, watches, (now) => {
    if (wasConnected.current && now !== 'connected') new Notification(`${name}: ${now}`)
    wasConnected.current = now === 'connected'
  })
  const [picture, setPicture] = useState<string | null>(null)
  useEffect(() => {
    if (qr !== null) void toDataURL(qr).then(setPicture)
  }, [qr])
  return (
    <section>
      <button type="button" onClick={() => void connect()}>
        Подключить WhatsApp
      </button>
      {picture !== null && status !== 'connected' && <img src={picture} alt="QR" width={264} height={264} />}
      <p>Session: {session}</p>
      <p data-status={status}>{status}</p>
    </section>
  )
}

const places = JSON.parse(new URLSearchParams(location.search).get('panels') ?? '[]') as readonly Place[]
const panels = await Promise.all(
  places.map(async ({ account, name, watches }, index) => {
    const backend = await signIn(account)
    backends.push(backend)
    return <Panel key={index} backend={backend} name={name} watches={watches} />
  }),
)
const root = document.getElementById('root')
if (root) createRoot(root).render(panels)
