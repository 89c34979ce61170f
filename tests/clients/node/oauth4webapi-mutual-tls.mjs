import assert from 'node:assert/strict'
import * as oauth from 'oauth4webapi'
import { alias, fetchWith, issuer, thumbprintOf } from './certificates.mjs'
import { apiSecret, authorize, redirectUri, refused } from './check.mjs'

export const name = 'oauth4webapi'

export async function run(check) {
  // snippet: connect
  const client = { client_id: 'self-signed', use_mtls_endpoint_aliases: true }
  const authentication = oauth.TlsClientAuth()
  const http = { [oauth.customFetch]: fetchWith('self') }
  // end-snippet
  const plain = { [oauth.customFetch]: fetchWith() }
  const server = await oauth.processDiscoveryResponse(
    new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', ...http }))

  async function redeem(how) {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const response = await oauth.pushedAuthorizationRequest(server, client, authentication, {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'read',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }, http)
    const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response)
    const url = new URL(server.authorization_endpoint)
    url.search = new URLSearchParams({ client_id: client.client_id, request_uri })
    const callback = oauth.validateAuthResponse(server, client, await authorize(url.href), state)
    const answer = await oauth.authorizationCodeGrantRequest(server, client, authentication, callback, redirectUri, verifier, how)
    return oauth.processAuthorizationCodeResponse(server, client, answer)
  }

  const tokens = await check('proof mTLS', 'a self-signed certificate authenticates the push and the redemption', () => redeem(http))
  await check('proof mTLS', 'introspection shows the certificate of the token', async () => {
    const api = { client_id: 'api' }
    const response = await oauth.introspectionRequest(server, api, oauth.ClientSecretBasic(apiSecret), tokens.access_token, plain)
    const { active, cnf } = await oauth.processIntrospectionResponse(server, api, response)
    assert.deepEqual([active, cnf], [true, { 'x5t#S256': thumbprintOf('self') }])
  })
  await check('proof mTLS', 'the resource accepts the token with its certificate only', async () => {
    const use = (how, at = alias) => oauth.protectedResourceRequest(
      tokens.access_token, 'GET', new URL('/demo/read', at), undefined, undefined, how)
    assert.equal((await use(http)).status, 200)
    assert.equal((await refused(() => use(plain))).status, 401)
    assert.equal((await refused(() => use({ [oauth.customFetch]: fetchWith('client') }))).status, 401)
    // The address of the pages asks for no certificate.
    assert.equal((await refused(() => use(http, issuer))).status, 401)
  })
  await check('proof errors', 'a code is not redeemed without the certificate', async () => {
    const error = await refused(() => redeem(plain))
    assert.equal(error.status, 401)
  })
  await check('proof DPoP', 'a proof for the address of the alias is accepted there', async () => {
    const both = { client_id: 'certificate-and-proof', use_mtls_endpoint_aliases: true }
    const how = { [oauth.customFetch]: fetchWith('client'), DPoP: oauth.DPoP(both, await oauth.generateKeyPair('ES256')) }
    const answer = await oauth.clientCredentialsGrantRequest(server, both, authentication, { scope: 'read' }, how)
    assert.equal((await oauth.processClientCredentialsResponse(server, both, answer)).token_type, 'dpop')
  })
}
