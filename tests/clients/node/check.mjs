// What the checks of every library share: where the server is, the user at the browser, and a line for each check.
import { readFileSync } from 'node:fs'

const { ISSUER, BROWSER, CLIENT_SECRET, API_SECRET } = process.env

export const issuer = ISSUER
export const clientSecret = CLIENT_SECRET
export const apiSecret = API_SECRET
export const redirectUri = 'http://127.0.0.1/callback'

/** Runs the checks of a library. They build on each other, so the first that fails ends them. */
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

/** The user walks from a URL: to the client's redirect URI, or to the page where nothing more is asked. */
export async function walk(url, how = {}) {
  const response = await fetch(BROWSER, { method: 'POST', body: new URLSearchParams({ url, ...how }) })
  const end = await response.json()
  if (!response.ok) throw new Error(end.error)
  return end
}

/** The user answers an authorization request. The result is the URL that the client is called back with. */
export async function authorize(url, answer = 'Allow') {
  const end = await walk(url, { until: redirectUri, answer })
  if (!end.url.startsWith(redirectUri)) throw new Error(`The server shows a page: ${end.text}`)
  return new URL(end.url)
}

/** The error that work ends with; none is an error, too. */
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
