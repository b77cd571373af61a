import { describe, expect, it } from 'vitest'
import { FAILURE_CODES, hasTrait, type FailureTrait } from '../../../src/shared/model/failure'

describe('the traits of a failure agree with each other', () => {
  it.each<[FailureTrait, FailureTrait]>([
    ['accountSignIn', 'signIn'],
    ['signIn', 'offersSignIn'],
    ['offersUnlock', 'keyring'],
    ['noReadableAnswer', 'mayHaveHappened'],
    ['readListFirst', 'mayHaveCreated'],
  ])('%s includes %s', (trait, included) => {
    const codes = FAILURE_CODES.filter((code) => hasTrait(code, trait))
    expect(codes).not.toHaveLength(0)
    expect(codes.filter((code) => !hasTrait(code, included))).toEqual([])
  })

  it.each<[FailureTrait, FailureTrait]>([
    ['passing', 'endsAttempt'],
    ['keyring', 'signIn'],
    ['noConnection', 'noReadableAnswer'],
    ['mayHaveHappened', 'endsAttempt'],
  ])('%s excludes %s', (trait, excluded) => {
    expect(FAILURE_CODES.filter((code) => hasTrait(code, trait) && hasTrait(code, excluded))).toEqual([])
  })
})
