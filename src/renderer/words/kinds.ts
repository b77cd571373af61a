// Kinds of connection with their words in the operator's language.
import { isDescribedKind, kindSpec, type ConnectionKind, type KindSpec } from '../../shared/model/connection-kinds'
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
  const { language } = useWords()
  const { kinds } = useSnapshot()
  return (kind) => {
    const { words, ...spec } = kindSpec(kind, kinds)
    const { name, about, add = '', fields } = words[language]
    return { ...spec, name, about, add, label: (field) => fields[field]?.label ?? field, help: (field) => fields[field]?.help ?? '' }
  }
}

/** One kind. */
export function useKind(kind: ConnectionKind): Kind {
  return useKindOf()(kind)
}

/** Kinds as the welcome screen offers them: servers of one's own, hosted services, the simulation. */
export function useKindGroups(): readonly { readonly name: 'servers' | 'services' | 'simulation'; readonly kinds: readonly ConnectionKind[] }[] {
  const { kinds } = useSnapshot()
  const of = (wanted: (spec: KindSpec) => boolean): readonly ConnectionKind[] => kinds.filter(wanted).map(({ kind }) => kind)
  return [
    { name: 'servers', kinds: of(({ kind, simulated }) => !simulated && !isDescribedKind(kind)) },
    { name: 'services', kinds: of(({ kind }) => isDescribedKind(kind)) },
    { name: 'simulation', kinds: of(({ simulated }) => simulated) },
  ]
}
