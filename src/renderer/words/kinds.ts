// Kinds of connection with their words in the operator's language: those with code of their own, and those described by a file.
import { isDescribedKind, KIND_SPECS, kindSpec, type ConnectionKind, type KindSpec } from '../../shared/model/connection-kinds'
import { useSnapshot } from '../bridge/companion-context'
import { useWords } from './words-context'

/** A kind as screens draw it. */
export interface Kind extends Omit<KindSpec, 'words'> {
  readonly name: string
  readonly about: string
  /** The button of its form; empty = the usual one. */
  readonly add: string
  readonly label: (field: string) => string
  /** Empty = no help. */
  readonly help: (field: string) => string
}

/** Looks kinds up. */
export function useKindOf(): (kind: ConnectionKind) => Kind {
  const { t, optional, language } = useWords()
  const { described } = useSnapshot()
  // Words are looked up when they are read: most readers want one of them, or only the facts.
  return (kind) => {
    const { words, ...spec } = kindSpec(kind, described)
    if (isDescribedKind(kind)) {
      const own = words?.[language]
      return {
        ...spec,
        name: own?.name ?? kind.slice(kind.indexOf('/') + 1),
        about: own?.about ?? '',
        add: '',
        label: (field) => own?.fields[field]?.label ?? field,
        help: (field) => own?.fields[field]?.help ?? '',
      }
    }
    return {
      ...spec,
      get name() {
        return t(`kinds.${kind}.name`)
      },
      get about() {
        return t(`kinds.${kind}.about`)
      },
      get add() {
        return optional(`kinds.${kind}.add`)
      },
      label: (field) => optional(`kinds.${kind}.fields.${field}.label`) || field,
      help: (field) => optional(`kinds.${kind}.fields.${field}.help`),
    }
  }
}

/** One kind. */
export function useKind(kind: ConnectionKind): Kind {
  return useKindOf()(kind)
}

/** Kinds as the welcome screen offers them: servers of one's own, hosted services, the simulation. */
export function useKindGroups(): readonly { readonly name: 'servers' | 'services' | 'simulation'; readonly kinds: readonly ConnectionKind[] }[] {
  const { described } = useSnapshot()
  return [
    { name: 'servers', kinds: KIND_SPECS.filter((each) => !each.simulated).map(({ kind }) => kind) },
    { name: 'services', kinds: described.map(({ kind }) => kind) },
    { name: 'simulation', kinds: KIND_SPECS.filter((each) => each.simulated).map(({ kind }) => kind) },
  ]
}
