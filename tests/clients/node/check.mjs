// The common part of all checks: the address of the server, the user at the browser, and one line for each check.
import { readFileSync } from 'node:fs'

const { ISSUER, BROWSER, CLIENT_SECRET, API_SECRET, JWT_RESOURCE, CLIENT_KEY } = process.env

export const issuer = ISSUER
export const clientSecret = CLIENT_SECRET
export const apiSecret = API_SECRET
/** The resource whose access tokens are JWTs; undefined when the server issues none. */
export const jwtResource = JWT_RESOURCE
export const redirectUri = 'http://127.0.0.1/callback'

/** The key that authenticates the clients with private_key_jwt, and that signs their requests. */
export async function proofKey() {
  const { kid, ...jwk } = JSON.parse(CLIENT_KEY)
  return { kid, key: await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']) }
}

/** Runs the checks of a library. Later checks use the results of earlier ones, so the first failure ends them. */
export async function library(name, run) {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url)))
  console.log(`ran: ${name} ${version} npm`)
  let doing = 'start'
  try {
    await run(async (flow, sentence, work) => {
      doing = `${flow}: ${sentence}`
      const result = await work()
      console.log(`ok: ${name}: ${doing}`)
      return result
    })
  } catch (error) {
    console.log(`FAILED: ${name}: ${doing}: ${error?.stack ?? error} ${error?.cause ? JSON.stringify(error.cause) : ''}`)
    process.exitCode = 1
  }
}

/** The user goes from a URL to the redirect URI of the client, or to the first page without a question. */
export async function walk(url, how = {}) {
  const response = await fetch(BROWSER, { method: 'POST', body: new URLSearchParams({ url, ...how }) })
  const end = await response.json()
  if (!response.ok) throw new Error(end.error)
  return end
}

/** The user answers an authorization request. The result is the redirect URL with the answer. */
export async function authorize(url, answer = 'Allow', how = {}) {
  const end = await walk(url, { until: redirectUri, answer, ...how })
  if (!end.url.startsWith(redirectUri)) throw new Error(`The server shows a page: ${end.text}`)
  return new URL(end.url)
}

/** The error of some work. Work without an error is a failure. */
export async function refused(work) {
  let result
  try {
    result = await work()
  } catch (error) {
    return error
  }
  throw new Error(`It was not refused: ${JSON.stringify(result)}`)
}

export const seconds = (count) => new Promise((resolve) => setTimeout(resolve, count * 1000))
