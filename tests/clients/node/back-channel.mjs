// A client that the server informs of a logout. jose checks the logout token.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { authorize, clientSecret, issuer, redirectUri, walk } from './check.mjs'

export const name = 'jose'

export async function run(check) {
  const clientId = 'back-channel'
  const site = createServer()
  site.listen(Number(process.env.BACK_CHANNEL_PORT), '127.0.0.1')
  await once(site, 'listening')
  const received = new Promise((resolve) => site.on('request', async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    response.setHeader('Cache-Control', 'no-store').end()
    resolve({ type: request.headers['content-type'], token: new URLSearchParams(body).get('logout_token') })
  }))
  try {
    const server = await client.discovery(
      new URL(issuer), clientId, undefined, client.ClientSecretBasic(clientSecret), { execute: [client.allowInsecureRequests] })
    const verifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const callback = await authorize(url.href, 'Allow', { session: clientId })
    const tokens = await client.authorizationCodeGrant(server, callback, { pkceCodeVerifier: verifier, idTokenExpected: true })
    const user = tokens.claims()

    await check('openid back-channel', 'a logout token names the user and the session that ended', async () => {
      await walk(client.buildEndSessionUrl(server, { id_token_hint: tokens.id_token }).href, { session: clientId, answer: 'Sign out' })
      const { type, token } = await received
      assert.match(type, /^application\/x-www-form-urlencoded/)
      // snippet: logout-token
      const keys = createRemoteJWKSet(new URL(server.serverMetadata().jwks_uri))
      const { payload } = await jwtVerify(token, keys, { issuer, audience: clientId, typ: 'logout+jwt', requiredClaims: ['jti', 'exp'] })
      const isLogout = 'http://schemas.openid.net/event/backchannel-logout' in payload.events && !('nonce' in payload)
      // end-snippet
      assert.ok(isLogout)
      assert.deepEqual([payload.sub, payload.sid], [user.sub, user.sid])
    })
  } finally {
    site.close()
    site.closeAllConnections()
  }
}
