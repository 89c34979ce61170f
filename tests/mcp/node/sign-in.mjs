// A user signs in at the identity provider. The ID token goes into the file that ID_TOKEN_FILE names; the output is its subject.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'

const { IDP, BROWSER, IDP_SECRET, ID_TOKEN_FILE } = process.env
const redirectUri = 'http://127.0.0.1/callback'
const verifier = randomBytes(32).toString('base64url')

const url = new URL(IDP + '/oauth2/authorize')
url.search = new URLSearchParams({
  response_type: 'code', client_id: 'assistant', redirect_uri: redirectUri, scope: 'openid', state: 's',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
})
const walked = await fetch(BROWSER, { method: 'POST', body: new URLSearchParams({ url, until: redirectUri, answer: 'Allow' }) })
const end = await walked.json()
assert.ok(walked.ok, end.error)
assert.ok(end.url.startsWith(redirectUri), `The server shows a page: ${end.text}`)
const code = new URL(end.url).searchParams.get('code')
const redeemed = await fetch(IDP + '/oauth2/token', {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, client_id: 'assistant',
    client_secret: IDP_SECRET,
  }),
})
const tokens = await redeemed.json()
assert.ok(tokens.id_token, JSON.stringify(tokens))
writeFileSync(ID_TOKEN_FILE, tokens.id_token, { mode: 0o600 })
process.stdout.write(JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url')).sub)
