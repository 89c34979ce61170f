import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { alias, fetchWith, issuer } from './certificates.mjs'
import { authorize, redirectUri, refused } from './check.mjs'

export const name = 'openid-client'

export async function run(check) {
  const clientId = 'by-authority'
  const connect = (fetch) => {
    // snippet: connect
    const metadata = { use_mtls_endpoint_aliases: true }
    const server = client.discovery(new URL(issuer), clientId, metadata, client.TlsClientAuth(), { [client.customFetch]: fetch })
    // end-snippet
    return server
  }
  const server = await check('proof mTLS', 'the metadata has aliases, and a certificate of the authority authenticates', async () => {
    const server = await connect(fetchWith('client'))
    assert.equal(new URL(server.serverMetadata().mtls_endpoint_aliases.token_endpoint).origin, alias)
    const tokens = await client.clientCredentialsGrant(server, { scope: 'read' })
    assert.equal(tokens.token_type, 'bearer')
    return server
  })

  async function ask(as = server) {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = await client.buildAuthorizationUrlWithPAR(as, {
      redirect_uri: redirectUri,
      scope: 'openid read',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return { checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }, callback: await authorize(url.href) }
  }

  const tokens = await check('proof pushed request', 'a certificate authenticates the push, and the code is redeemed with it', async () => {
    const { checks, callback } = await ask()
    return client.authorizationCodeGrant(server, callback, checks)
  })
  await check('proof mTLS', 'UserInfo accepts the token with its certificate only', async () => {
    const subject = tokens.claims().sub
    assert.equal((await client.fetchUserInfo(server, tokens.access_token, subject)).sub, subject)
    for (const other of [undefined, 'self']) {
      const error = await refused(async () => client.fetchUserInfo(await connect(fetchWith(other)), tokens.access_token, subject))
      assert.equal(error.status, 401)
    }
  })
  await check('proof refresh', 'a refresh gives a token for the certificate', async () => {
    const renewed = await client.refreshTokenGrant(server, tokens.refresh_token)
    assert.equal((await client.fetchUserInfo(server, renewed.access_token, tokens.claims().sub)).sub, tokens.claims().sub)
  })
  await check('proof errors', 'a client without its certificate is refused', async () => {
    for (const other of [undefined, 'self']) {
      const error = await refused(async () => client.clientCredentialsGrant(await connect(fetchWith(other)), { scope: 'read' }))
      assert.equal(error.status, 401)
    }
  })
}
