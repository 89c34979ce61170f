// Starts @modelcontextprotocol/conformance, also with Node.js 20: it imports globSync of Node.js 22, which its command `authorization` does
// not call.
import fs from 'node:fs'
import { register } from 'node:module'

const url = text => 'data:text/javascript,' + encodeURIComponent(text)

if (!fs.globSync) {
  const newer = url("export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = undefined")
  register(url(`export const resolve = (name, context, next) =>
    name === 'fs' ? { url: ${JSON.stringify(newer)}, shortCircuit: true } : next(name, context)`))
}
await import('@modelcontextprotocol/conformance/dist/index.js')
