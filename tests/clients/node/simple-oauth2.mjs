import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { AuthorizationCode, ClientCredentials } from 'simple-oauth2'
import { authorize, clientSecret, issuer, redirectUri, refused } from './check.mjs'

export const name = 'simple-oauth2'

export async function run(check) {
  const clientId = name
  // snippet: connect
  const config = {
    client: { id: clientId, secret: clientSecret },
    auth: { tokenHost: issuer, authorizePath: '/oauth2/authorize', tokenPath: '/oauth2/token', revokePath: '/oauth2/revoke' },
  }
  const client = new AuthorizationCode(config)
  // end-snippet

  async function ask(scope, answer) {
    // The library does not support PKCE, but it passes other parameters on.
    // snippet: authorize
    const verifier = randomBytes(32).toString('base64url')
    const state = randomBytes(16).toString('base64url')
    const url = client.authorizeURL({
      redirect_uri: redirectUri,
      scope,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    // end-snippet
    const callback = await authorize(url, answer)
    assert.equal(callback.searchParams.get('state'), state)
    return { verifier, callback }
  }

  async function redeem({ callback, verifier }) {
    const code = callback.searchParams.get('code')
    // snippet: redeem
    const tokens = await client.getToken({ code, redirect_uri: redirectUri, code_verifier: verifier })
    // end-snippet
    return tokens
  }

  const use = async ({ token }) => {
    const headers = { authorization: `Bearer ${token.access_token}` }
    return (await fetch(new URL('/demo/read', issuer), { headers })).status
  }

  const first = await check('code', 'a code and its verifier are exchanged for tokens', async () => {
    const tokens = await redeem(await ask('read'))
    assert.equal(await use(tokens), 200)
    assert.equal(tokens.expired(), false)
    return tokens
  })

  const second = await check('refresh', 'the refresh token is exchanged for a new one', async () => {
    const tokens = await first.refresh()
    assert.notEqual(tokens.token.refresh_token, first.token.refresh_token)
    assert.equal(await use(tokens), 200)
    return tokens
  })

  await check('client credentials', 'the client gets a token for itself', async () => {
    const { authorizePath, ...auth } = config.auth
    const tokens = await new ClientCredentials({ ...config, auth }).getToken({ scope: 'read' })
    assert.equal(await use(tokens), 200)
    assert.equal(tokens.token.refresh_token, undefined)
  })

  await check('revocation', 'revoked tokens are refused', async () => {
    await second.revokeAll()
    assert.equal(await use(second), 401)
    assert.equal((await refused(() => second.refresh())).data.payload.error, 'invalid_grant')
  })

  await check('errors', 'a wrong verifier is invalid_grant', async () => {
    const { callback } = await ask('read')
    const error = await refused(() => redeem({ callback, verifier: randomBytes(32).toString('base64url') }))
    assert.deepEqual([error.output.statusCode, error.data.payload.error], [400, 'invalid_grant'])
  })

  await check('errors', 'a denial is access_denied', async () => {
    const { callback } = await ask('write', 'Deny')
    assert.equal(callback.searchParams.get('error'), 'access_denied')
  })
}
