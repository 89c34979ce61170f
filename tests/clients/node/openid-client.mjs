import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { apiSecret, authorize, clientSecret, issuer, redirectUri, refused, walk } from './check.mjs'

// The server of these checks uses plain http on loopback. With https this is not needed.
const execute = [client.allowInsecureRequests]

export const name = 'openid-client'

export async function run(check) {
  const clientId = name
  const server = await check('discovery', 'the metadata is found and names this issuer', async () => {
    // snippet: connect
    const authentication = client.ClientSecretBasic(clientSecret)
    const server = await client.discovery(new URL(issuer), clientId, undefined, authentication, { algorithm: 'oauth2', execute })
    // end-snippet
    assert.equal(server.serverMetadata().issuer, issuer)
    return server
  })

  async function ask(scope, answer) {
    // snippet: authorize
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const url = client.buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope,
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    // end-snippet
    return { verifier, state, callback: await authorize(url.href, answer) }
  }

  async function redeem({ callback, state, verifier }) {
    // snippet: redeem
    const tokens = await client.authorizationCodeGrant(server, callback, { pkceCodeVerifier: verifier, expectedState: state })
    // end-snippet
    return tokens
  }

  const use = async (token) => (await client.fetchProtectedResource(server, token, new URL('/demo/read', issuer), 'GET')).status

  const first = await check('code', 'a code and its verifier are exchanged for tokens', async () => {
    const tokens = await redeem(await ask('read'))
    assert.equal(await use(tokens.access_token), 200)
    return tokens
  })

  await check('iss', 'the library refuses the answer of another issuer', async () => {
    const asked = await ask('read')
    assert.equal(asked.callback.searchParams.get('iss'), issuer)
    asked.callback.searchParams.set('iss', 'https://other.example')
    assert.match((await refused(() => redeem(asked))).cause.message, /iss/)
    asked.callback.searchParams.delete('iss')
    assert.match((await refused(() => redeem(asked))).cause.message, /iss/)
  })

  const second = await check('refresh', 'the refresh token is exchanged for a new one', async () => {
    // snippet: refresh
    const tokens = await client.refreshTokenGrant(server, first.refresh_token)
    // end-snippet
    assert.notEqual(tokens.refresh_token, first.refresh_token)
    assert.equal(await use(tokens.access_token), 200)
    return tokens
  })

  await check('client credentials', 'the client gets a token for itself', async () => {
    const tokens = await client.clientCredentialsGrant(server, { scope: 'read' })
    assert.equal(await use(tokens.access_token), 200)
    assert.equal(tokens.refresh_token, undefined)
  })

  const apiAuthentication = client.ClientSecretBasic(apiSecret)
  const api = await client.discovery(new URL(issuer), 'api', undefined, apiAuthentication, { algorithm: 'oauth2', execute })

  await check('introspection', 'a resource server gets client and scope of a token', async () => {
    const answer = await client.tokenIntrospection(api, second.access_token)
    assert.deepEqual([answer.active, answer.client_id, answer.scope], [true, clientId, 'read'])
    assert.equal((await client.tokenIntrospection(api, 'nonsense')).active, false)
  })

  await check('revocation', 'revoking a refresh token revokes its access tokens', async () => {
    await client.tokenRevocation(server, second.refresh_token, { token_type_hint: 'refresh_token' })
    assert.equal((await client.tokenIntrospection(api, second.access_token)).active, false)
    const error = await refused(() => client.refreshTokenGrant(server, second.refresh_token))
    assert.equal(error.error, 'invalid_grant')
  })

  await check('errors', 'a wrong verifier is invalid_grant', async () => {
    const asked = await ask('read')
    const error = await refused(() => redeem({ ...asked, verifier: client.randomPKCECodeVerifier() }))
    assert.ok(error instanceof client.ResponseBodyError)
    assert.deepEqual([error.status, error.error], [400, 'invalid_grant'])
  })

  await check('errors', 'a denial is access_denied', async () => {
    const error = await refused(async () => redeem(await ask('write', 'Deny')))
    assert.ok(error instanceof client.AuthorizationResponseError)
    assert.equal(error.error, 'access_denied')
  })

  await check('device', 'a device gets tokens after the user allows, and none after the user denies', async () => {
    // snippet: device
    const device = await client.initiateDeviceAuthorization(server, { scope: 'read' })
    const tokens = client.pollDeviceAuthorizationGrant(server, device)
    // end-snippet
    const other = await client.initiateDeviceAuthorization(server, { scope: 'read' })
    const denied = refused(() => client.pollDeviceAuthorizationGrant(server, other))
    await walk(other.verification_uri_complete, { answer: 'Deny' })
    await walk(device.verification_uri_complete)
    assert.equal(await use((await tokens).access_token), 200)
    assert.equal((await denied).error, 'access_denied')
  })
}
