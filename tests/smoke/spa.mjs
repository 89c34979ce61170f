// Signs in with docs/examples/spa. Node.js has fetch and crypto as a browser has them; the storage of the tab is a map here.
import assert from 'node:assert/strict'
import { startSignIn, finishSignIn, refresh } from '../../docs/examples/spa/app.js'

const { ISSUER: issuer, BROWSER: browser } = process.env
const client = { id: 'spa', redirectUri: 'http://127.0.0.1:3000/', scope: 'photos.read' }
const stored = new Map()
globalThis.sessionStorage = {
  getItem: key => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
  removeItem: key => stored.delete(key),
}

// What the user does: signs in, and allows or denies.
const walk = async (url, answer) => {
  const response = await fetch(browser, { method: 'POST', body: new URLSearchParams({ url, until: client.redirectUri, answer }) })
  const walked = await response.json()
  assert.ok(response.ok, walked.error)
  return new URL(walked.url).searchParams
}

const tokens = await finishSignIn(client, await walk(await startSignIn(issuer, client), 'Allow'))
assert.deepEqual([tokens.token_type, tokens.scope, tokens.expires_in], ['Bearer', 'photos.read', 3600])
console.log('ok: the single-page application signs in')

const again = await refresh(issuer, client, tokens.refresh_token)
assert.notEqual(again.refresh_token, tokens.refresh_token)
console.log('ok: it refreshes its tokens')

const denied = await walk(await startSignIn(issuer, client), 'Deny')
await assert.rejects(finishSignIn(client, denied), /access_denied/)
await assert.rejects(finishSignIn(client, denied), /no sign-in of this tab/)
const other = await walk(await startSignIn(issuer, client), 'Allow')
other.set('iss', 'https://attacker.example')
await assert.rejects(finishSignIn(client, other), /another server/)
console.log('ok: it refuses a denial, an answer without a request, and an answer of another server')

for (const path of ['/oauth2/token', '/.well-known/oauth-authorization-server']) {
  const preflight = { Origin: 'http://127.0.0.1:3000', 'Access-Control-Request-Method': 'POST' }
  const answer = await fetch(issuer + path, { method: 'OPTIONS', headers: preflight })
  assert.match(answer.headers.get('access-control-allow-origin') ?? '', /^(\*|http:\/\/127\.0\.0\.1:3000)$/)
}
console.log('ok: its pages may read the answers')
