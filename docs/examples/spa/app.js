// The authorization code grant with PKCE in a browser, without a library.

/** The URL to which the user goes to sign in. */
export async function startSignIn(issuer, client) {
  const server = await readMetadata(issuer)
  const verifier = randomText()
  const state = randomText()
  sessionStorage.setItem('sign-in', JSON.stringify({ server, verifier, state }))
  const url = new URL(server.authorization_endpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: client.scope,
    state,
    code_challenge: base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))),
    code_challenge_method: 'S256',
  })
  return url.href
}

/** Redeems the code that came back. Keep the tokens in memory: a script of an attacker reads any storage. */
export async function finishSignIn(client, answer) {
  const started = JSON.parse(sessionStorage.getItem('sign-in') ?? 'null')
  sessionStorage.removeItem('sign-in')
  // Only an answer to this tab's own request counts (RFC 6749 §10.12), and only that of the same server (RFC 9207).
  if (started?.state !== answer.get('state')) throw new Error('This answer belongs to no sign-in of this tab.')
  if (started.server.issuer !== answer.get('iss')) throw new Error('This answer comes from another server.')
  if (answer.has('error')) throw new Error(`The sign-in ended: ${answer.get('error')}.`)
  return post(started.server.token_endpoint, {
    grant_type: 'authorization_code',
    client_id: client.id,
    code: answer.get('code'),
    redirect_uri: client.redirectUri,
    code_verifier: started.verifier,
  })
}

/** Gets new tokens. Keep the new refresh token too: the old one is used up. */
export async function refresh(issuer, client, refreshToken) {
  const server = await readMetadata(issuer)
  return post(server.token_endpoint, { grant_type: 'refresh_token', client_id: client.id, refresh_token: refreshToken })
}

async function readMetadata(issuer) {
  const response = await fetch(`${issuer}/.well-known/oauth-authorization-server`)
  const server = await response.json()
  if (server.issuer !== issuer) throw new Error(`The server calls itself ${server.issuer}.`)
  return server
}

async function post(endpoint, form) {
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(form) })
  const body = await response.json()
  if (!response.ok) throw new Error(`${body.error}: ${body.error_description ?? ''}`)
  return body
}

const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

const base64url = bytes =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
