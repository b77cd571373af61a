// The descriptions that come with the app. One more is a file in descriptions/ and a line here.
import { description, type Description } from './description'
import fonnte from './descriptions/fonnte.json'
import greenApi from './descriptions/green-api.json'
import wappi from './descriptions/wappi.json'
import whapi from './descriptions/whapi.json'
import zApi from './descriptions/z-api.json'

let parsed: readonly Description[] | null = null

/** All of them, in the order the welcome screen offers them. Read at the first call. */
export function shippedDescriptions(): readonly Description[] {
  parsed ??= [greenApi, zApi, whapi, fonnte, wappi].map((each) => description.parse(each))
  return parsed
}
