// Signs in again on a connection whose sign-in expired or was given up; numbers and settings stay.
import type { ConnectionView } from '../../../shared/ipc/snapshot'
import { useBridge } from '../../bridge/companion-context'
import { useIntent } from '../../bridge/use-intent'
import { Dialog } from '../../ui/dialogs/dialog'
import { SecretForm } from '../../ui/forms/secret-form'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'

/** Cancel stops a sign-in that is under way, otherwise closes. */
export function SignInDialog({ connection, onClose }: { readonly connection: ConnectionView; readonly onClose: () => void }) {
  const { t } = useWords()
  const bridge = useBridge()
  const signIn = useIntent('connection.signIn')
  const submit = async (fields: Record<string, string>): Promise<boolean> => {
    const { ok } = await signIn.run({ connectionId: connection.id, fields })
    if (ok) onClose()
    return ok
  }
  const cancel = (): void => {
    if (signIn.busy) void bridge.call('connection.cancelAdd')
    else onClose()
  }
  const leave = (): void => {
    if (signIn.busy) void bridge.call('connection.cancelAdd')
    onClose()
  }
  return (
    <Dialog title={t('window.connection.signInTitle', { name: connection.name })} onClose={leave}>
      <SecretForm
        kind={connection.kind}
        fields={useKind(connection.kind).signInFields}
        submit={t('window.form.signIn')}
        busy={signIn.busy}
        failure={signIn.failure}
        initial={connection.account ? { login: connection.account } : {}}
        onSubmit={submit}
        onCancel={cancel}
        canLeave
      />
    </Dialog>
  )
}
