import { describe, expect, it } from 'vitest'
import { causeIn } from '../../src/main/gateways/wpp-platform/wire'
import { CAUSE_WORDS } from '../../src/shared/model/session'
import { causeOf, CAUSE_WORDS as SERVER_WORDS } from '../../supabase/functions/_shared/companion/platform/words'

describe('the words with which a platform names a cause', () => {
  it('are the same for the app and for the functions', () => {
    expect(SERVER_WORDS).toEqual(CAUSE_WORDS)
  })

  it.each([...Object.keys(CAUSE_WORDS), 'Logged_Out', ' phone offline ', 'removed', 'sunspots', '', 'constructor'])(
    '%j is read alike on both sides',
    (word) => {
      expect(causeIn({ cause: word }).cause).toBe(causeOf(word))
    },
  )

  it('an unpaired phone is a logged out one', () => {
    expect(causeIn({ cause: 'unpaired' })).toEqual({ cause: 'logged-out' })
  })
})
