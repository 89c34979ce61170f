import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { authorize, clientSecret, issuer, redirectUri, refused, walk } from './check.mjs'

// The server of these checks uses plain http on loopback. With https the first one is not needed. The second one makes the library
// check the signatures of ID tokens, also of those that came from the token endpoint directly.
const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks]
const signedOut = 'http://127.0.0.1/signed-out'

export const name = 'openid-client'

export async function run(check) {
  const clientId = 'openid-client-sign-in'
  const session = clientId
  const server = await check('openid discovery', 'the configuration is found and names this issuer', async () => {
    // snippet: connect
    const authentication = client.ClientSecretBasic(clientSecret)
    const server = await client.discovery(new URL(issuer), clientId, undefined, authentication, { execute })
    // end-snippet
    assert.equal(server.serverMetadata().issuer, issuer)
    return server
  })

  async function ask(more = {}, how = { session }) {
    // snippet: authorize
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(server, {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    })
    // end-snippet
    return { verifier, state, nonce, callback: await authorize(url.href, 'Allow', how) }
  }

  async function redeem({ callback, verifier, state, nonce }, more = {}) {
    // snippet: redeem
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true, ...more }
    const tokens = await client.authorizationCodeGrant(server, callback, checks)
    const user = tokens.claims()
    // end-snippet
    return { tokens, user }
  }

  const first = await check('openid sign-in', 'an ID token for this sign-in says who the user is', async () => {
    const { tokens, user } = await redeem(await ask())
    assert.deepEqual([user.iss, user.aud], [issuer, clientId])
    assert.ok(user.sid && user.auth_time && user.at_hash)
    return { tokens, user }
  })

  await check('openid sign-in', 'prompt=login asks for a new sign-in, and a long max_age does not', async () => {
    const { user } = await redeem(await ask({ max_age: '0' }), { maxAge: 0 })
    assert.equal(user.sub, first.user.sub)
    const parameters = { redirect_uri: redirectUri, scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
    const passwords = async (more) =>
      (await walk(client.buildAuthorizationUrl(server, { ...parameters, ...more }).href, { until: redirectUri, session })).passwords
    assert.deepEqual([await passwords({ max_age: '3600' }), await passwords({ prompt: 'login' })], [0, 1])
  })

  await check('openid userinfo', 'the claims of the profile are those of the same user', async () => {
    // snippet: userinfo
    const claims = await client.fetchUserInfo(server, first.tokens.access_token, first.user.sub)
    // end-snippet
    assert.equal(claims.preferred_username, 'alice')
    await refused(() => client.fetchUserInfo(server, first.tokens.access_token, 'another'))
  })

  await check('openid refresh', 'a refresh gives an ID token of the same sign-in', async () => {
    const tokens = await client.refreshTokenGrant(server, first.tokens.refresh_token)
    const user = tokens.claims()
    assert.deepEqual([user.sub, user.auth_time, user.nonce], [first.user.sub, first.user.auth_time, undefined])
    assert.notEqual(tokens.refresh_token, first.tokens.refresh_token)
  })

  await check('openid prompt=none', 'a user who is signed in is renewed without a page, and no other user', async () => {
    const { user } = await redeem(await ask({ prompt: 'none', id_token_hint: first.tokens.id_token }))
    assert.equal(user.sub, first.user.sub)
    const error = await refused(async () => redeem(await ask({ prompt: 'none' }, {})))
    assert.equal(error.error, 'login_required')
  })

  await check('openid errors', 'the library refuses the ID token of another request', async () => {
    const asked = await ask()
    const error = await refused(() => redeem({ ...asked, nonce: client.randomNonce() }))
    assert.match(error.cause?.message ?? error.message, /nonce/)
  })

  await check('openid logout', 'the user is signed out at the server and comes back', async () => {
    // snippet: logout
    const url = client.buildEndSessionUrl(server, {
      id_token_hint: first.tokens.id_token,
      post_logout_redirect_uri: signedOut,
      state: 'done',
    })
    // end-snippet
    const end = await walk(url.href, { until: signedOut, session, answer: 'Sign out' })
    assert.equal(end.url, `${signedOut}?state=done`, end.text)
    const error = await refused(async () => redeem(await ask({ prompt: 'none' })))
    assert.equal(error.error, 'login_required')
  })
}
