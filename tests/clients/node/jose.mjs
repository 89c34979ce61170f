import assert from 'node:assert/strict'
import * as jose from 'jose'
import { clientSecret, issuer, jwtResource, refused } from './check.mjs'

export const name = 'jose'

/** What an API without any OAuth library does: jose has the keys and the checks, nothing else. */
export async function run(check) {
  const server = await check('discovery', 'the metadata names the key set, and the key set has public keys only', async () => {
    const server = await (await fetch(new URL('/.well-known/oauth-authorization-server', issuer))).json()
    const { keys } = await (await fetch(server.jwks_uri)).json()
    assert.ok(keys.length > 0)
    for (const key of keys) {
      assert.ok(key.kid && key.alg)
      assert.equal(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].filter((secret) => secret in key).length, 0)
    }
    return server
  })
  const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri))
  const expected = { issuer, audience: jwtResource, typ: 'at+jwt', requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti'] }

  const token = await check('client credentials', 'a JWT for a resource is verified with the key set', async () => {
    const response = await fetch(server.token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${name}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read', resource: jwtResource }),
    })
    const answer = await response.json()
    assert.equal(response.status, 200, JSON.stringify(answer))
    const { payload, protectedHeader } = await jose.jwtVerify(answer.access_token, keys, expected)
    assert.deepEqual([protectedHeader.typ, payload.client_id, payload.scope], ['at+jwt', name, 'read'])
    assert.equal(payload.exp - payload.iat, answer.expires_in)
    assert.notEqual(payload.sub, name)
    return answer.access_token
  })

  await check('errors', 'a changed token, another audience, another issuer and another type are refused', async () => {
    const [header, claims, signature] = token.split('.')
    const forged = jose.base64url.encode(JSON.stringify({ ...jose.decodeJwt(token), scope: 'read write' }))
    const codes = [
      [[header, forged, signature].join('.'), expected],
      [[header, claims, `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`].join('.'), expected],
      [token, { ...expected, audience: 'https://other.example' }],
      [token, { ...expected, issuer: 'https://other.example' }],
      [token, { ...expected, typ: 'token-introspection+jwt' }],
    ].map(async ([text, rules]) => (await refused(() => jose.jwtVerify(text, keys, rules))).code)
    assert.deepEqual(await Promise.all(codes), [
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
    ])
  })
}
