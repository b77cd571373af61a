// The snapshot that the window's page draws first comes with the page itself, as data in it.

/** index.html has the place: an element that a browser does not run. */
const PLACE = /(<script type="application\/json" id="snapshot">)null/

/** The page with a snapshot in it. `snapshot` is JSON; no text of it can end the element. Null = the page asks for one. */
export function withSnapshot(page: string, snapshot: string | null): string {
  if (snapshot === null) return page
  return page.replace(PLACE, (_, start: string) => start + snapshot.replaceAll('<', '\\u003c'))
}
