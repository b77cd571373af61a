// Keeps the keyboard in the window: when the control that had the focus goes, the focus goes to the heading that took its place.
import { useEffect } from 'react'

/** While it is drawn, focus that would fall to the page goes to the open dialog's heading, the card's headline, or the screen. */
export function useFocusLanding(): void {
  useEffect(() => {
    let last: Element | null = null
    const remember = (event: FocusEvent): void => {
      last = event.target instanceof Element ? event.target : null
    }
    const land = (): void => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return
      const place =
        document.querySelector<HTMLElement>('dialog[open] h2') ??
        document.querySelector<HTMLElement>('main [data-landing]') ??
        document.querySelector<HTMLElement>('main[tabindex], main [tabindex="-1"]')
      place?.focus()
    }
    // After each change of the page, and after the effects that move the focus themselves.
    const observer = new MutationObserver(land)
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', remember)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [])
}
