// Serves the files of the application on loopback: node server.mjs PORT AUTHORITY
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [port = '5082', authority = 'http://127.0.0.1:5000'] = process.argv.slice(2)
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8')
const script = (path) => ['text/javascript', read(path)]
const page = read('index.html')
const files = new Map([
  ['/', ['text/html; charset=utf-8', page]],
  ['/app.js', script('app.js')],
  ['/oidc-client-ts.js', script('node_modules/oidc-client-ts/dist/esm/oidc-client-ts.js')],
  ['/jwt-decode.js', script('node_modules/jwt-decode/build/esm/index.js')],
  ['/settings.json', ['application/json', JSON.stringify({ authority })]],
])

// Only these scripts run, and the page sends requests to this server and the authorization server only.
const map = createHash('sha256').update(page.match(/importmap">(.*?)<\/script>/)[1]).digest('base64')
const policy = `default-src 'none'; script-src 'self' 'sha256-${map}'; connect-src 'self' ${authority}; base-uri 'none'; ` +
  "frame-ancestors 'none'; form-action 'none'"

createServer((request, response) => {
  const [type, body] = files.get(request.url.split('?')[0]) ?? []
  if (!type) return response.writeHead(404).end()
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Cache-Control', 'no-store')
  response.end(body)
}).listen(Number(port), '127.0.0.1', () => console.log(`Spa serves http://127.0.0.1:${port}`))
