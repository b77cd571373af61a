// The list of numbers: search, groups by connection, arrows and Enter.
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { useWords } from '../words/words-context'
import { ConnectionHead } from './connection-head'
import { RefreshNote, useRefresh } from './refresh-note'
import { layOut, newLineId, visibleLines, ROW, type Line } from './list-layout'
import { NewNumberRow, NumberRow } from './number-row'
import { isTrouble, isUnconfirmed } from '../words/number-view'
import type { Selection } from './selection'
import { filterGroups, type Group } from './use-groups'
import { useScroll } from './use-scroll'
import styles from './number-list.module.css'

const SEARCH_FROM = 9

interface NumberListProps {
  readonly groups: readonly Group[]
  readonly shown: Selection | null
  /** False while the chosen number covers the list (one column). The list stays mounted, so that it keeps its search and scroll position. */
  readonly visible: boolean
  readonly onSelect: (selection: Selection) => void
  readonly onAddConnection: () => void
}

function lineOf(selection: Selection | null): string | null {
  if (!selection) return null
  return selection.kind === 'number' ? selection.key : newLineId(selection.id)
}

/** The left column, or the whole window when it is narrow. */
export function NumberList({ groups, shown, visible, onSelect, onAddConnection }: NumberListProps) {
  const { t } = useWords()
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)
  const [roving, setRoving] = useState<string | null>(null)
  const focusSoon = useRef(false)
  const scroller = useRef<HTMLDivElement>(null)
  const refresh = useRefresh()
  const { scroll, height } = useScroll(scroller)
  const total = groups.reduce((sum, group) => sum + group.numbers.length, 0)
  const [trouble, unconfirmed] = useMemo(() => {
    const numbers = groups.flatMap((group) => group.numbers)
    return [numbers.filter((each) => isTrouble(each) && !isUnconfirmed(each)).length, numbers.some(isUnconfirmed)]
  }, [groups])
  const calm = trouble === 0 && total > 0 && groups.every((group) => group.numbers.every((each) => each.phase === 'connected'))
  const placed = useMemo(() => layOut(filterGroups(groups, wanted, t)), [groups, wanted, t])
  const lines = useMemo(() => placed.flatMap((each) => each.lines), [placed])
  const current = lineOf(shown)
  const has = (id: string | null): boolean => id !== null && lines.some((each) => each.id === id)
  const tabbable = has(roving) ? roving : has(current) ? current : (lines[0]?.id ?? null)

  useEffect(() => {
    if (!focusSoon.current || roving === null) return
    // After a long jump the line exists only after the next scroll event, so the focus waits for it.
    const line = scroller.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(roving)}"]`)
    if (!line) return
    focusSoon.current = false
    line.focus()
  })

  const wasVisible = useRef(visible)
  useEffect(() => {
    if (visible && !wasVisible.current) scroller.current?.querySelector<HTMLElement>('[data-line][tabindex="0"]')?.focus()
    wasVisible.current = visible
  }, [visible])

  const choose = (line: Line): void => {
    setRoving(line.id)
    onSelect(line.number ? { kind: 'number', key: line.number.key } : { kind: 'connection', id: line.connectionId, fresh: false })
  }
  const chooseById = (id: string): void => {
    const line = lines.find((each) => each.id === id)
    if (line) choose(line)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['line'] : undefined
    const at = lines.findIndex((each) => each.id === focused)
    if (at < 0) return
    const page = Math.max(1, Math.floor(height / ROW) - 1)
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1, PageDown: at + page, PageUp: at - page }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    const next = lines[Math.max(0, Math.min(lines.length - 1, move))]
    const node = scroller.current
    if (!next || !node) return
    if (next.top < node.scrollTop) node.scrollTop = next.top
    else if (next.top + ROW > node.scrollTop + height) node.scrollTop = next.top + ROW - height
    focusSoon.current = true
    setRoving(next.id)
  }

  const rest = unconfirmed ? t('window.list.confirming') : t(calm ? 'window.list.fine' : 'window.list.title')
  const summary = trouble > 0 ? t('window.list.trouble', { count: trouble }) : rest

  return (
    <nav hidden={!visible} className={styles.list} aria-label={t('window.list.title')}>
      {total > 0 && (
        <p className={styles.summary} role="status">
          {summary}
        </p>
      )}
      {total >= SEARCH_FROM && (
        <div className={styles.search}>
          <Icon name="search" size={16} />
          <input
            type="search"
            className={styles.query}
            value={query}
            placeholder={t('window.list.search')}
            aria-label={t('window.list.search')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setQuery('')
              if (event.key !== 'ArrowDown' || !tabbable) return
              event.preventDefault()
              scroller.current?.querySelector<HTMLElement>('[data-line]')?.focus()
            }}
          />
        </div>
      )}
      <RefreshNote refresh={refresh} />
      <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
        {placed.map(({ group, lines: own }) => {
          const { shown: drawn, before, after } = visibleLines(own, scroll, height)
          return (
            <section key={group.connection.id} className={styles.group} aria-label={group.connection.name}>
              <ConnectionHead
                connection={group.connection}
                onOpen={() => onSelect({ kind: 'connection', id: group.connection.id, fresh: false })}
                onRefresh={() => void refresh.run(group.connection)}
              />
              {own.length === 0 && <p className={styles.empty}>{t(group.connection.listing ? 'window.list.reading' : 'window.list.empty')}</p>}
              {own.length > 0 && (
                <ul style={{ paddingTop: before, paddingBottom: after }}>
                  {drawn.map((line) => {
                    const common = {
                      id: line.id,
                      current: line.id === current,
                      tabbable: line.id === tabbable,
                      position: own.indexOf(line) + 1,
                      count: own.length,
                      onChoose: chooseById,
                    }
                    return line.number ? (
                      <NumberRow key={line.id} session={line.number} {...common} />
                    ) : (
                      <NewNumberRow key={line.id} since={group.connection.provisioningSince} failed={group.connection.provisioningSince === null} {...common} />
                    )
                  })}
                </ul>
              )}
            </section>
          )
        })}
        {placed.length === 0 && wanted !== '' && (
          <div className={styles.none}>
            <p>{t('window.list.nothing', { query: wanted.trim() })}</p>
            <Button weight="quiet" onClick={() => setQuery('')}>
              {t('window.list.clear')}
            </Button>
          </div>
        )}
      </div>
      <div className={styles.foot}>
        <Button weight="quiet" icon="plus" wide onClick={onAddConnection}>
          {t('window.list.addConnection')}
        </Button>
      </div>
    </nav>
  )
}
