import assert from 'node:assert/strict'
import * as oauth from 'oauth4webapi'
import { authorize, issuer, proofKey, redirectUri, refused } from './check.mjs'

// The server of these checks uses plain http on loopback. With https this is not needed.
const http = { [oauth.allowInsecureRequests]: true }

export const name = 'oauth4webapi'

export async function run(check) {
  const client = { client_id: 'oauth4webapi-proof' }
  const key = await proofKey()
  const authentication = oauth.PrivateKeyJwt(key)
  const address = new URL(issuer)
  const server = await oauth.processDiscoveryResponse(address, await oauth.discoveryRequest(address, { algorithm: 'oauth2', ...http }))
  const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))

  /** Sends a request again when the server demands a nonce, and counts that. */
  let nonces = 0
  async function withNonce(send) {
    try {
      return await send()
    } catch (error) {
      if (!oauth.isDPoPNonceError(error)) throw error
      nonces += 1
      return send()
    }
  }

  async function ask(parameters, request) {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const all = {
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: redirectUri,
      scope: 'read',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    }
    const pushed = await withNonce(async () => {
      const sent = request ? { client_id: client.client_id, request: await request(all) } : all
      // snippet: push
      const response = await oauth.pushedAuthorizationRequest(server, client, authentication, sent, { DPoP, ...http })
      const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response)
      // end-snippet
      return request_uri
    })
    const url = new URL(server.authorization_endpoint)
    url.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed })
    return { url, verifier, callback: oauth.validateAuthResponse(server, client, await authorize(url.href), state) }
  }

  const redeem = ({ callback, verifier }, handle = DPoP) => withNonce(async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server, client, authentication, callback, redirectUri, verifier, { DPoP: handle, ...http })
    return oauth.processAuthorizationCodeResponse(server, client, response)
  })

  const use = (token) => withNonce(() =>
    oauth.protectedResourceRequest(token, 'GET', new URL('/demo/read', issuer), undefined, undefined, { DPoP, ...http }))

  const asked = await check('proof pushed request', 'the request is pushed, and the user answers it', () => ask({}))
  const first = await check('proof private_key_jwt', 'an assertion authenticates the client instead of a secret', () => redeem(asked))
  await check('proof nonce', 'the server demands a nonce, and each answer has the next one', async () => {
    assert.equal(nonces, 1)
    const other = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
    const request = () => oauth.clientCredentialsGrantRequest(server, client, authentication, { scope: 'read' }, { DPoP: other, ...http })
    const error = await refused(async () => oauth.processClientCredentialsResponse(server, client, await request()))
    assert.ok(oauth.isDPoPNonceError(error))
    assert.deepEqual([error.status, error.error], [400, 'use_dpop_nonce'])
    const tokens = await oauth.processClientCredentialsResponse(server, client, await request())
    assert.equal(tokens.token_type, 'dpop')
  })
  await check('proof DPoP', 'tokens work with the key of the client only', async () => {
    assert.equal(first.token_type, 'dpop')
    assert.equal((await use(first.access_token)).status, 200)
    const address = new URL('/demo/read', issuer)
    const bearer = () => oauth.protectedResourceRequest(first.access_token, 'GET', address, undefined, undefined, http)
    assert.equal((await refused(bearer)).status, 401)
  })
  await check('proof request object', 'a signed request is pushed', async () => {
    const signed = await ask({}, (all) => oauth.issueRequestObject(server, client, all, key))
    assert.equal((await redeem(signed)).token_type, 'dpop')
  })
  await check('proof refresh', 'a refresh gives a token for the key', async () => {
    const tokens = await withNonce(async () => {
      const response = await oauth.refreshTokenGrantRequest(server, client, authentication, first.refresh_token, { DPoP, ...http })
      return oauth.processRefreshTokenResponse(server, client, response)
    })
    assert.equal((await use(tokens.access_token)).status, 200)
  })
  await check('proof errors', 'a code whose request was bound to another key is refused', async () => {
    const other = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
    const error = await refused(async () => redeem(await ask({}), other))
    assert.deepEqual([error.status, error.error], [400, 'invalid_grant'])
  })
}
