// Clients of the Model Context Protocol against samples/McpServer and the host: find the server, sign in, call a tool, refresh.
// Each way of being known to the server is one run: registered by the operator, registered by the client, described by a document.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as first from '@modelcontextprotocol/sdk/client/index.js'
import * as firstHttp from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import * as second from '@modelcontextprotocol/client'

const { MCP, BROWSER, DOCUMENT } = process.env
const redirectUri = 'http://127.0.0.1/callback'

const sdks = [
  { name: '@modelcontextprotocol/sdk', Client: first.Client, Transport: firstHttp.StreamableHTTPClientTransport },
  { name: '@modelcontextprotocol/client', Client: second.Client, Transport: second.StreamableHTTPClientTransport },
]

/** What a client keeps between two connections, in memory. */
class Provider {
  hasRefreshToken = true

  constructor(way) {
    this.way = way
    if (way === 'document') this.clientMetadataUrl = DOCUMENT
  }

  get redirectUrl() { return redirectUri }

  get clientMetadata() {
    return {
      client_name: 'Photo assistant',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }
  }

  state() { return (this.sent = crypto.randomUUID()) }
  clientInformation() { return this.way === 'operator' ? { client_id: 'assistant' } : this.client }
  saveClientInformation(client) { this.client = client }
  tokens() { return this.hasRefreshToken ? this.saved : { ...this.saved, refresh_token: undefined } }
  saveTokens(tokens) { this.saved = tokens }
  redirectToAuthorization(url) { this.asked = url }
  saveCodeVerifier(verifier) { this.verifier = verifier }
  codeVerifier() { return this.verifier }
}

async function walk(url) {
  const form = new URLSearchParams({ url, until: redirectUri, answer: 'Allow' })
  const response = await fetch(BROWSER, { method: 'POST', body: form })
  const end = await response.json()
  assert.ok(response.ok, end.error)
  assert.ok(end.url.startsWith(redirectUri), `The server shows a page: ${end.text}`)
  return new URL(end.url).searchParams
}

async function connect({ Client, Transport }, provider) {
  const client = new Client({ name: 'check', version: '1' })
  const transport = new Transport(new URL(MCP), { authProvider: provider })
  try {
    await client.connect(transport)
    return { client, transport }
  } catch (error) {
    return { error, transport }
  }
}

async function call({ client }, name = 'count_photos') {
  const { content } = await client.callTool({ name, arguments: {} })
  return content[0].text
}

/** The user answers what the client asked for last. */
async function answer(sdk, provider, transport) {
  const answer = await walk(provider.asked.href)
  assert.equal(answer.get('state'), provider.sent)
  // The second library compares the issuer of the answer (RFC 9207).
  await transport.finishAuth(sdk.name.endsWith('sdk') ? answer.get('code') : answer)
}

/** Calls a tool that needs more scope than the token has. */
async function stepUp(sdk, provider, message) {
  const connected = await connect(sdk, provider)
  if (connected.error) throw connected.error
  provider.asked = undefined
  await assert.rejects(call(connected, 'delete_photos'), message)
  return connected
}

async function run(sdk, way, check) {
  const provider = new Provider(way)
  await check('discovery', 'the server is found from the challenge of the tool server', async () => {
    const { error, transport } = await connect(sdk, provider)
    assert.ok(error, 'It connected without a token.')
    assert.ok(provider.asked, `It did not ask: ${error.stack}`)
    assert.equal(provider.asked.searchParams.get('resource'), MCP)
    assert.match(provider.asked.searchParams.get('scope'), /photos\.read/)
    await answer(sdk, provider, transport)
    assert.ok(provider.saved.access_token)
  })
  await check('call', 'a tool is called with the token', async () => {
    const connected = await connect(sdk, provider)
    if (connected.error) throw connected.error
    assert.match(await call(connected), /has 3 photos/)
    await connected.client.close()
  })
  // The first library answers 403 with its refresh token, which gives no more scope. It asks the user only if it is given none.
  const asksWithRefreshToken = !sdk.name.endsWith('sdk')
  if (!asksWithRefreshToken) await check('limit', 'with a refresh token it does not ask the user for more scope', async () => {
    await stepUp(sdk, provider, /403 after trying upscoping/)
    assert.equal(provider.asked, undefined)
  })
  const sentence = 'a tool that needs more scope asks the user for it' + (asksWithRefreshToken ? '' : ', without the refresh token')
  await check('step-up', sentence, async () => {
    provider.hasRefreshToken = asksWithRefreshToken
    const { transport } = await stepUp(sdk, provider, /./)
    assert.ok(provider.asked, 'It did not ask.')
    assert.deepEqual(provider.asked.searchParams.get('scope').split(' ').sort(), ['photos.read', 'photos.write'])
    await answer(sdk, provider, transport)
    provider.hasRefreshToken = true
    const again = await connect(sdk, provider)
    if (again.error) throw again.error
    assert.match(await call(again, 'delete_photos'), /has no photos/)
    await again.client.close()
  })
  await check('refresh', 'a token that is refused is replaced with the refresh token', async () => {
    const before = provider.saved
    assert.ok(before.refresh_token, 'There is no refresh token.')
    provider.saved = { ...before, access_token: 'expired' }
    const connected = await connect(sdk, provider)
    if (connected.error) throw connected.error
    assert.match(await call(connected), /has 3 photos/)
    assert.notEqual(provider.saved.refresh_token, before.refresh_token)
    await connected.client.close()
  })
}

for (const sdk of sdks) {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${sdk.name}/package.json`, import.meta.url)))
  console.log(`ran: ${sdk.name} ${version} npm`)
  for (const way of process.env.WAYS.split(' ')) {
    let doing = 'start'
    try {
      await run(sdk, way, async (flow, sentence, work) => {
        doing = `${flow}: ${sentence}`
        await work()
        console.log(`ok: ${sdk.name}: ${way}: ${doing}`)
      })
    } catch (error) {
      console.log(`FAILED: ${sdk.name}: ${way}: ${doing}: ${error?.stack ?? error} ${error?.cause ?? ''}`)
      process.exitCode = 1
    }
  }
}
