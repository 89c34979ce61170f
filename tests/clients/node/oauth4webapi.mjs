import assert from 'node:assert/strict'
import * as oauth from 'oauth4webapi'
import { apiSecret, authorize, clientSecret, issuer, jwtResource, redirectUri, refused, seconds, walk } from './check.mjs'

// The server of these checks uses plain http on loopback. With https this is not needed.
const http = { [oauth.allowInsecureRequests]: true }

export const name = 'oauth4webapi'

export async function run(check) {
  const clientId = name
  const server = await check('discovery', 'the metadata is found and names this issuer', async () => {
    // snippet: connect
    const address = new URL(issuer)
    const found = await oauth.discoveryRequest(address, { algorithm: 'oauth2', ...http })
    const server = await oauth.processDiscoveryResponse(address, found)
    // end-snippet
    assert.equal(server.issuer, issuer)
    return server
  })
  const client = { client_id: clientId }
  const authentication = oauth.ClientSecretBasic(clientSecret)

  async function ask(scope, answer) {
    // snippet: authorize
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const url = new URL(server.authorization_endpoint)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    // end-snippet
    return { verifier, state, callback: await authorize(url.href, answer) }
  }

  async function redeem({ callback, state, verifier }) {
    // snippet: redeem
    const answer = oauth.validateAuthResponse(server, client, callback, state)
    const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, answer, redirectUri, verifier, http)
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response)
    // end-snippet
    return tokens
  }

  async function refresh(token) {
    const response = await oauth.refreshTokenGrantRequest(server, client, authentication, token, http)
    return oauth.processRefreshTokenResponse(server, client, response)
  }

  const use = (token) => oauth.protectedResourceRequest(token, 'GET', new URL('/demo/read', issuer), undefined, undefined, http)

  const first = await check('code', 'a code and its verifier are exchanged for tokens', async () => {
    const tokens = await redeem(await ask('read'))
    assert.equal((await use(tokens.access_token)).status, 200)
    return tokens
  })

  await check('iss', 'the answer names the issuer, and the library refuses another issuer', async () => {
    assert.equal(server.authorization_response_iss_parameter_supported, true)
    const { callback, state } = await ask('read')
    assert.equal(callback.searchParams.get('iss'), issuer)
    callback.searchParams.set('iss', 'https://other.example')
    assert.throws(() => oauth.validateAuthResponse(server, client, callback, state), /iss/)
  })

  const second = await check('refresh', 'the refresh token is exchanged for a new one', async () => {
    const tokens = await refresh(first.refresh_token)
    assert.notEqual(tokens.refresh_token, first.refresh_token)
    assert.equal((await use(tokens.access_token)).status, 200)
    return tokens
  })

  await check('code', 'a public client redeems with its verifier only', async () => {
    const [publicClient, none] = [{ client_id: 'native' }, oauth.None()]
    const verifier = oauth.generateRandomCodeVerifier()
    const url = new URL(server.authorization_endpoint)
    const challenge = await oauth.calculatePKCECodeChallenge(verifier)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'native',
      redirect_uri: redirectUri,
      scope: 'read',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const answer = oauth.validateAuthResponse(server, publicClient, await authorize(url.href))
    const response = await oauth.authorizationCodeGrantRequest(server, publicClient, none, answer, redirectUri, verifier, http)
    const tokens = await oauth.processAuthorizationCodeResponse(server, publicClient, response)
    const again = await oauth.refreshTokenGrantRequest(server, publicClient, none, tokens.refresh_token, http)
    await oauth.processRefreshTokenResponse(server, publicClient, again)
  })

  await check('client credentials', 'the client gets a token for itself', async () => {
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, { scope: 'read' }, http)
    const tokens = await oauth.processClientCredentialsResponse(server, client, response)
    assert.equal((await use(tokens.access_token)).status, 200)
    assert.equal(tokens.refresh_token, undefined)
  })

  async function introspect(token) {
    const api = { client_id: 'api' }
    const response = await oauth.introspectionRequest(server, api, oauth.ClientSecretBasic(apiSecret), token, http)
    return oauth.processIntrospectionResponse(server, api, response)
  }

  await check('introspection', 'a resource server gets client and scope of a token', async () => {
    const answer = await introspect(second.access_token)
    assert.deepEqual([answer.active, answer.client_id, answer.scope, answer.iss], [true, clientId, 'read', issuer])
    assert.equal((await introspect('nonsense')).active, false)
  })

  await check('revocation', 'revoking a refresh token revokes its access tokens', async () => {
    const response = await oauth.revocationRequest(server, client, authentication, second.refresh_token, http)
    assert.equal(await oauth.processRevocationResponse(response), undefined)
    assert.equal((await introspect(second.access_token)).active, false)
    assert.equal((await refused(() => refresh(second.refresh_token))).error, 'invalid_grant')
  })

  await check('errors', 'a wrong verifier is invalid_grant', async () => {
    const asked = await ask('read')
    const error = await refused(() => redeem({ ...asked, verifier: oauth.generateRandomCodeVerifier() }))
    assert.ok(error instanceof oauth.ResponseBodyError)
    assert.deepEqual([error.status, error.error], [400, 'invalid_grant'])
  })

  await check('errors', 'a denial is access_denied', async () => {
    const { callback, state } = await ask('write', 'Deny')
    const error = await refused(() => oauth.validateAuthResponse(server, client, callback, state))
    assert.ok(error instanceof oauth.AuthorizationResponseError)
    assert.equal(error.error, 'access_denied')
  })

  await check('errors', 'a wrong secret gets a challenge', async () => {
    const error = await refused(async () => {
      const response = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic('wrong'), {}, http)
      return oauth.processClientCredentialsResponse(server, client, response)
    })
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError)
    assert.deepEqual([error.status, error.cause[0].scheme], [401, 'basic'])
  })

  if (jwtResource) await checkJwts(check, server, client, authentication)
  else console.log(`skipped: ${name}: JWTs: JWT_RESOURCE is not set, so the server issues none`)

  await check('device', 'a device waits for the user and gets its tokens', async () => {
    // snippet: device
    const started = await oauth.deviceAuthorizationRequest(server, client, authentication, { scope: 'read' }, http)
    const device = await oauth.processDeviceAuthorizationResponse(server, client, started)
    // end-snippet
    const poll = async () => {
      const response = await oauth.deviceCodeGrantRequest(server, client, authentication, device.device_code, http)
      return oauth.processDeviceCodeResponse(server, client, response)
    }
    assert.equal((await refused(poll)).error, 'authorization_pending')
    assert.equal((await refused(poll)).error, 'slow_down')
    await walk(device.verification_uri, { code: device.user_code })
    // Each slow_down adds five seconds.
    await seconds(device.interval + 5)
    assert.equal((await use((await poll()).access_token)).status, 200)
  })
}

async function checkJwts(check, server, client, authentication) {
  const withToken = (token) => new Request(jwtResource, { headers: { authorization: `Bearer ${token}` } })

  const token = await check('client credentials', 'a resource server validates a JWT access token (RFC 9068)', async () => {
    const response = await oauth.clientCredentialsGrantRequest(
      server, client, authentication, { scope: 'read', resource: jwtResource }, http)
    const { access_token: token } = await oauth.processClientCredentialsResponse(server, client, response)
    const claims = await oauth.validateJwtAccessToken(server, withToken(token), jwtResource, http)
    assert.deepEqual([claims.client_id, claims.scope], [client.client_id, 'read'])
    const elsewhere = await refused(() => oauth.validateJwtAccessToken(server, withToken(token), 'https://other.example', http))
    assert.equal(elsewhere.code, 'OAUTH_JWT_CLAIM_COMPARISON_FAILED')
    return token
  })

  await check('introspection', 'a resource server validates a signed answer (RFC 9701)', async () => {
    const api = { client_id: 'api' }
    const ask = async (text) => {
      const response = await oauth.introspectionRequest(
        server, api, oauth.ClientSecretBasic(apiSecret), text, { ...http, requestJwtResponse: true })
      const answer = await oauth.processIntrospectionResponse(server, api, response)
      await oauth.validateApplicationLevelSignature(server, response, http)
      return answer
    }
    const answer = await ask(token)
    assert.deepEqual([answer.active, answer.client_id, answer.iss], [true, client.client_id, issuer])
    assert.deepEqual(await ask('nonsense'), { active: false })
  })
}
