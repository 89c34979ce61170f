import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { authorize, issuer, proofKey, redirectUri, refused } from './check.mjs'

// The server of these checks uses plain http on loopback. With https this is not needed.
const execute = [client.allowInsecureRequests]

export const name = 'openid-client'

export async function run(check) {
  const clientId = 'openid-client-proof'
  const key = await proofKey()
  const server = await check('proof private_key_jwt', 'an assertion authenticates the client instead of a secret', async () => {
    // snippet: connect
    const authentication = client.PrivateKeyJwt(key)
    const server = await client.discovery(new URL(issuer), clientId, undefined, authentication, { algorithm: 'oauth2', execute })
    const DPoP = client.getDPoPHandle(server, await client.randomDPoPKeyPair('ES256'))
    // end-snippet
    const tokens = await client.clientCredentialsGrant(server, { scope: 'read' }, { DPoP })
    assert.equal(tokens.token_type, 'dpop')
    return server
  })
  const DPoP = client.getDPoPHandle(server, await client.randomDPoPKeyPair('ES256'))

  async function ask(parameters = {}, how = { DPoP }) {
    // snippet: authorize
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const signed = await client.buildAuthorizationUrlWithJAR(
      server,
      {
        redirect_uri: redirectUri,
        scope: 'read',
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...parameters,
      },
      key,
    )
    const url = await client.buildAuthorizationUrlWithPAR(server, signed.searchParams, how)
    // end-snippet
    return { url, verifier, state, callback: await authorize(url.href) }
  }

  const redeem = ({ callback, verifier, state }, how = { DPoP }) => {
    const checks = { pkceCodeVerifier: verifier, expectedState: state }
    // snippet: redeem
    const tokens = client.authorizationCodeGrant(server, callback, checks, undefined, how)
    // end-snippet
    return tokens
  }

  // snippet: use
  const use = (token) => client.fetchProtectedResource(server, token, new URL('/demo/read', issuer), 'GET', undefined, undefined, { DPoP })
  // end-snippet

  await check('proof request object', 'a signed request is pushed, and a request without signature is refused', async () => {
    const unsigned = { redirect_uri: redirectUri, scope: 'read', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
    const error = await refused(() => client.buildAuthorizationUrlWithPAR(server, unsigned, { DPoP }))
    assert.match(error.error, /^invalid_request/)
  })
  const first = await check('proof pushed request', 'the browser carries an address of the request only', async () => {
    const asked = await ask()
    assert.deepEqual([...asked.url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
    return redeem(asked)
  })
  await check('proof DPoP', 'tokens work with the key of the client only', async () => {
    assert.equal(first.token_type, 'dpop')
    assert.equal((await use(first.access_token)).status, 200)
    const error = await refused(() => client.fetchProtectedResource(server, first.access_token, new URL('/demo/read', issuer), 'GET'))
    assert.equal(error.status, 401)
  })
  await check('proof nonce', 'the library answers the demand for a nonce by itself', async () => {
    const fresh = client.getDPoPHandle(server, await client.randomDPoPKeyPair('ES256'))
    const tokens = await redeem(await ask({}, { DPoP: fresh }), { DPoP: fresh })
    assert.equal(tokens.token_type, 'dpop')
  })
  await check('proof refresh', 'a refresh gives a token for the key', async () => {
    const tokens = await client.refreshTokenGrant(server, first.refresh_token, undefined, { DPoP })
    assert.equal((await use(tokens.access_token)).status, 200)
  })
  await check('proof errors', 'a code whose request was bound to another key is refused', async () => {
    const asked = await ask()
    const other = client.getDPoPHandle(server, await client.randomDPoPKeyPair('ES256'))
    const error = await refused(() => redeem(asked, { DPoP: other }))
    assert.equal(error.error, 'invalid_grant')
  })
}
