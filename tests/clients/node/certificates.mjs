// The certificates of the clients of the host with TLS, and requests that show one.
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, fetch } from 'undici'

const { CERTIFICATES, TLS_ISSUER, TLS_ALIAS } = process.env
const read = (file) => readFileSync(`${CERTIFICATES}/${file}`)

/** The issuer, and the address that asks for certificates. */
export const issuer = TLS_ISSUER
export const alias = TLS_ALIAS

/** A fetch that shows a certificate; without a name it shows none. */
export function fetchWith(name) {
  // snippet: certificate
  const certificate = name && { cert: read(`${name}.pem`), key: read(`${name}.key`) }
  const dispatcher = new Agent({ connect: { ca: read('ca.pem'), ...certificate } })
  return (url, options) => fetch(url, { ...options, dispatcher })
  // end-snippet
}

/** What a token that is bound to a certificate has in cnf (RFC 8705 §3.1). */
export const thumbprintOf = (name) => createHash('sha256').update(new X509Certificate(read(`${name}.pem`)).raw).digest('base64url')
