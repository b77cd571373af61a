// Stands in for the XML libraries of dbus-next in the packaged app: they serve introspection, and this app sends plain messages only.

/** Made with every connection, used by none. */
export function XMLParser(): void {
  // Nothing to parse.
}

export default XMLParser
