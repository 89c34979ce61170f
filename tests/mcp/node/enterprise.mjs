// Enterprise-managed authorization with the TypeScript client: the ID token of the identity provider becomes an identity assertion
// (ID-JAG), and the assertion a token for samples/McpServer. The package @modelcontextprotocol/sdk 1.x does not have it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  Client, CrossAppAccessProvider, StreamableHTTPClientTransport, discoverAndRequestJwtAuthGrant, exchangeJwtAuthGrant,
} from '@modelcontextprotocol/client'

const { MCP, IDP, Authority, IDP_SECRET, SECRET, ID_TOKEN_FILE } = process.env
const name = '@modelcontextprotocol/client'
const idToken = readFileSync(ID_TOKEN_FILE, 'utf8')
const ok = sentence => console.log(`ok: ${name}: enterprise: ${sentence}`)
const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url)))
console.log(`ran: ${name} ${version} npm`)

// snippet: assertion
const provider = new CrossAppAccessProvider({
  clientId: 'photo-assistant',
  clientSecret: SECRET,
  expectedIssuer: Authority,
  assertion: async context => {
    const { jwtAuthGrant } = await discoverAndRequestJwtAuthGrant({
      idpUrl: IDP,
      audience: context.authorizationServerUrl,
      resource: context.resourceUrl,
      scope: context.scope,
      idToken,
      clientId: 'assistant',
      clientSecret: IDP_SECRET,
      fetchFn: context.fetchFn,
    })
    return jwtAuthGrant
  },
})
// end-snippet

const client = new Client({ name: 'check', version: '1' })
await client.connect(new StreamableHTTPClientTransport(new URL(MCP), { authProvider: provider }))
const { content } = await client.callTool({ name: 'count_photos', arguments: {} })
assert.match(content[0].text, /has 3 photos/)
assert.equal(provider.tokens().refresh_token, undefined)
ok('call: a tool is called without a page of the authorization server')
await client.close()

// The ID token is used again; each identity assertion is used once.
const { jwtAuthGrant } = await discoverAndRequestJwtAuthGrant({
  idpUrl: IDP, audience: Authority, resource: MCP, idToken, clientId: 'assistant', clientSecret: IDP_SECRET,
})
const metadata = await (await fetch(Authority + '/.well-known/oauth-authorization-server')).json()
assert.deepEqual(metadata.authorization_grant_profiles_supported, ['urn:ietf:params:oauth:grant-profile:id-jag'])
const present = () => exchangeJwtAuthGrant({
  tokenEndpoint: metadata.token_endpoint, jwtAuthGrant, clientId: 'photo-assistant', clientSecret: SECRET,
})
assert.ok((await present()).access_token)
await assert.rejects(present())
ok('once: an identity assertion is refused the second time')
await assert.rejects(discoverAndRequestJwtAuthGrant({
  idpUrl: IDP, audience: 'https://other.example.com', resource: MCP, idToken, clientId: 'assistant', clientSecret: IDP_SECRET,
}))
ok('policy: there is no identity assertion for another server')
