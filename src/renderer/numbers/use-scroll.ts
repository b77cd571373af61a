// Which part of a scrolled element is in view.
import { useEffect, useState, type RefObject } from 'react'
import { ROW } from './list-layout'

/** Scroll position (in steps of one row) and height of the element, px. */
export function useScroll(element: RefObject<HTMLElement | null>): { readonly scroll: number; readonly height: number } {
  const [view, setView] = useState({ scroll: 0, height: 800 })
  useEffect(() => {
    const node = element.current
    if (!node) return
    const read = (): void => {
      const scroll = Math.floor(node.scrollTop / ROW) * ROW
      const height = node.clientHeight || 800
      setView((before) => (before.scroll === scroll && before.height === height ? before : { scroll, height }))
    }
    node.addEventListener('scroll', read, { passive: true })
    window.addEventListener('resize', read)
    const frame = requestAnimationFrame(read)
    return () => {
      cancelAnimationFrame(frame)
      node.removeEventListener('scroll', read)
      window.removeEventListener('resize', read)
    }
  }, [element])
  return view
}
