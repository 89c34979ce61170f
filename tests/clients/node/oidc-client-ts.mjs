// The library runs in Chromium, in a page of an application.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { issuer } from './check.mjs'
import { allow, signIn, withPage } from './chromium.mjs'

export const name = 'oidc-client-ts'

const modules = new Map([
  ['/oidc-client-ts.js', 'oidc-client-ts/dist/esm/oidc-client-ts.js'],
  ['/jwt-decode.js', 'jwt-decode/build/esm/index.js'],
])
const page = `<!doctype html><meta charset="utf-8"><title>Application</title>
<script type="importmap">{ "imports": { "oidc-client-ts": "/oidc-client-ts.js", "jwt-decode": "/jwt-decode.js" } }</script>
<script type="module">
import { UserManager } from 'oidc-client-ts'
const origin = location.origin
window.manager = new UserManager({
  authority: '${issuer}', client_id: '${name}', redirect_uri: origin + '/', silent_redirect_uri: origin + '/silent',
  post_logout_redirect_uri: origin + '/', scope: 'openid profile email', loadUserInfo: true, automaticSilentRenew: false,
})
if (location.pathname === '/silent') await manager.signinSilentCallback()
</script>`

async function serve() {
  const site = createServer((request, response) => {
    const module = modules.get(request.url)
    response.setHeader('Content-Type', module ? 'text/javascript' : 'text/html')
    response.end(module ? readFileSync(new URL(`node_modules/${module}`, import.meta.url)) : page)
  })
  // The address after a logout is compared as text, so that the port was in the configuration of the host before.
  site.listen(Number(process.env.SPA_PORT ?? 0), '127.0.0.1')
  await once(site, 'listening')
  return site
}

export async function run(check) {
  const site = await serve()
  const address = `http://127.0.0.1:${site.address().port}/`
  try {
    await withPage((page) => checks(check, page, address))
  } finally {
    site.close()
    site.closeAllConnections()
  }
}

async function checks(check, page, address) {
  const back = () => page.waitForURL((url) => url.href.startsWith(address) && url.searchParams.has('state'))
  const ready = () => page.waitForFunction(() => window.manager)
  const told = (work) => page.evaluate(work)
  const ask = async (more = {}) => {
    await page.goto(address)
    await ready()
    // The page is left before the promise is kept.
    await page.evaluate((more) => void manager.signinRedirect(more), more)
  }

  const first = await check('openid sign-in', 'the page gets an ID token for its sign-in', async () => {
    await ask()
    await signIn(page)
    await allow(page)
    await back()
    await ready()
    const user = await told(() => manager.signinCallback())
    assert.equal(user.profile.iss, issuer)
    return user
  })

  await check('openid discovery', 'the configuration is found and names this issuer', async () =>
    assert.equal((await told(() => manager.metadataService.getMetadata())).issuer, issuer))

  await check('openid userinfo', 'the profile has the claims of UserInfo', async () =>
    assert.equal(first.profile.preferred_username, 'alice'))

  await check('openid refresh', 'the refresh token is exchanged for a new one, and the old one is used up', async () => {
    const second = await told(() => manager.signinSilent())
    assert.equal(second.profile.sub, first.profile.sub)
    assert.notEqual(second.access_token, first.access_token)
    assert.notEqual(second.refresh_token, first.refresh_token)
  })

  // A frame loads only the redirect of the server, so that its answer arrives; a page of the server is not shown in a frame.
  await check('openid prompt=none', 'a frame gets the answer of the server', async () => {
    const problem = await told(() => manager.signinSilent({ forceIframeAuth: true }).catch((error) => error.error ?? error.message))
    // On loopback the consent for a public client is not remembered.
    assert.equal(problem, 'consent_required')
  })

  await check('openid errors', 'the page learns that the user denied', async () => {
    await ask()
    await page.click('button[value=deny]')
    await back()
    await ready()
    assert.equal(await told(() => manager.signinCallback().catch((error) => error.error)), 'access_denied')
  })

  await check('openid logout', 'the user is signed out at the server and comes back', async () => {
    await page.goto(address)
    await ready()
    await page.evaluate(() => void manager.signoutRedirect({ state: 'done' }))
    await back()
    await ready()
    assert.equal((await told(() => manager.signoutCallback())).userState, 'done')
    await ask({ prompt: 'none' })
    await back()
    await ready()
    assert.equal(await told(() => manager.signinCallback().catch((error) => error.error)), 'login_required')
  })
}
