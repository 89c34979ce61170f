// The OAuth part of the MCP client: a public client with a key for its tokens.
import assert from 'node:assert/strict'
import * as mcp from '@modelcontextprotocol/client'
import { authorize, issuer, redirectUri, refused } from './check.mjs'

export const name = '@modelcontextprotocol/client'

export async function run(check) {
  const clientInformation = { client_id: 'mcp' }
  const metadata = await mcp.discoverAuthorizationServerMetadata(issuer)
  assert.equal(metadata.issuer, issuer)
  // snippet: connect
  const dpop = await mcp.DpopSession.create()
  // end-snippet

  async function tokensOf(session) {
    // snippet: authorize
    const state = crypto.randomUUID()
    const { authorizationUrl, codeVerifier } = await mcp.startAuthorization(
      issuer, { metadata, clientInformation, redirectUrl: redirectUri, scope: 'read', state })
    // end-snippet
    const callback = await authorize(authorizationUrl.href)
    const [authorizationCode, iss] = ['code', 'iss'].map((name) => callback.searchParams.get(name))
    // snippet: redeem
    const tokens = await mcp.exchangeAuthorization(
      issuer, { metadata, clientInformation, authorizationCode, iss, codeVerifier, redirectUri, dpop: session })
    // end-snippet
    return tokens
  }

  const first = await check('proof nonce', 'the library answers the demand for a nonce by itself', () => tokensOf(dpop))
  await check('proof DPoP', 'tokens work with the key of the client only', async () => {
    assert.equal(first.token_type, 'DPoP')
    const use = mcp.withDpop(dpop, () => first.access_token)(fetch)
    assert.equal((await use(new URL('/demo/read', issuer))).status, 200)
    const bearer = await fetch(new URL('/demo/read', issuer), { headers: { Authorization: `Bearer ${first.access_token}` } })
    assert.equal(bearer.status, 401)
  })
  await check('proof refresh', 'a refresh gives a token for the key, and no other key can refresh', async () => {
    const other = await mcp.DpopSession.create()
    const refresh = (refreshToken, session) =>
      mcp.refreshAuthorization(issuer, { metadata, clientInformation, refreshToken, dpop: session })
    const error = await refused(() => refresh(first.refresh_token, other))
    assert.equal(error.code, 'invalid_grant')
    const second = await refresh(first.refresh_token, dpop)
    assert.equal(second.token_type, 'DPoP')
  })
}
