// Descriptions from files: each is good, or named with what is wrong with it; a bad one costs no other.
import { description, type Description } from './description'
import { shippedDescriptions } from './shipped'

/** What is wrong with a file, in words for whoever wrote it. */
export interface DescriptionFault {
  readonly file: string
  readonly fault: string
}

/** The good ones, and the faults of the others. An id that is taken already is a fault: a connection must not change its kind by a file. */
export function descriptionsIn(files: readonly { readonly file: string; readonly text: string | null }[]): {
  readonly good: readonly Description[]
  readonly faults: readonly DescriptionFault[]
} {
  const taken = new Set(shippedDescriptions().map(({ id }) => id))
  const good: Description[] = []
  const faults: DescriptionFault[] = []
  for (const { file, text } of files) {
    const read = textToDescription(text)
    if (typeof read === 'string') faults.push({ file, fault: read })
    else if (taken.has(read.id)) faults.push({ file, fault: `id: there is a description "${read.id}" already` })
    else {
      taken.add(read.id)
      good.push(read)
    }
  }
  return { good, faults }
}

/** The description, or the first thing that is wrong. */
function textToDescription(text: string | null): Description | string {
  if (text === null) return 'the file cannot be read, or is larger than 64 kB'
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return 'the file is no JSON'
  }
  const parsed = description.safeParse(json)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  return `${first?.path.join('.') || 'the file'}: ${first?.message ?? ''}`.slice(0, 200)
}
