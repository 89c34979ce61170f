// mcp-remote between a program that speaks MCP over standard input and output, and an MCP server that needs a sign-in: it registers itself,
// opens a browser, and calls a tool. The variable OPENER is the program that it opens instead of a browser.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const { MCP, OPENER, CONFIG } = process.env
const program = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url))
const remote = spawn(process.execPath, [program, MCP, '--auth-timeout', '60'], {
  env: { ...process.env, BROWSER: OPENER, MCP_REMOTE_CONFIG_DIR: CONFIG },
  stdio: ['pipe', 'pipe', 'pipe'],
})
let log = ''
remote.stderr.on('data', text => { log += text })
const answers = new Map()
createInterface({ input: remote.stdout }).on('line', line => {
  const message = JSON.parse(line)
  answers.get(message.id)?.(message)
})

const send = message => remote.stdin.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n')
const ask = (id, method, params) => new Promise((resolve, reject) => {
  answers.set(id, resolve)
  remote.once('exit', code => reject(new Error(`mcp-remote ended with ${code}.`)))
  setTimeout(() => reject(new Error(`mcp-remote did not answer ${method}.`)), 90_000).unref()
  send({ id, method, params })
})

try {
  const clientInfo = { name: 'check', version: '1' }
  const { result } = await ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
  assert.ok(result.serverInfo, 'The server did not answer.')
  send({ method: 'notifications/initialized' })
  const called = await ask(2, 'tools/call', { name: 'count_photos', arguments: {} })
  assert.match(called.result.content[0].text, /has 3 photos/)
  console.log('ok: mcp-remote registers itself, signs a user in and calls a tool')
} catch (error) {
  console.error(error, log)
  process.exitCode = 1
} finally {
  remote.kill()
}
