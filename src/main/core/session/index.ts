// One number's state: (state, event) to the next state and what happened. Pure.
export { nextTickAt, step } from './session-machine'
export {
  initialState,
  recordOf,
  type Happening,
  type PhaseChange,
  type RecordChange,
  type SessionEvent,
  type SessionState,
} from './session-state'
export { sameView, viewOf } from './session-view'
