import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import passport from 'passport'
import OAuth2Strategy from 'passport-oauth2'
import { clientSecret, issuer, refused, walk } from './check.mjs'

export const name = 'passport-oauth2'

function spoilVerifier(session) {
  for (const kept of Object.values(session)) if (kept?.state) kept.state.code_verifier = 'x'.repeat(43)
}

export async function run(check) {
  const clientId = name
  const site = createServer()
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  const address = `http://127.0.0.1:${site.address().port}`

  // snippet: connect
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${issuer}/oauth2/authorize`,
      tokenURL: `${issuer}/oauth2/token`,
      clientID: clientId,
      clientSecret,
      callbackURL: `${address}/callback`,
      scope: 'read',
      state: true,
      pkce: true,
    },
    (accessToken, refreshToken, profile, done) => done(null, { accessToken, refreshToken }),
  )
  passport.use('oauth2', strategy)
  // end-snippet

  // The web application has one session and three addresses. It answers with JSON.
  const session = {}
  site.on('request', (request, response) => {
    const url = new URL(request.url, address)
    request.query = Object.fromEntries(url.searchParams)
    request.session = session
    const show = (value) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))
    if (url.pathname === '/callback' && session.spoil) spoilVerifier(session)
    const scope = url.pathname === '/write' ? { scope: 'write' } : {}
    const result = (error, user, info) => show({ error: error && { code: error.code, message: error.message }, user, info })
    const authenticate = passport.authenticate('oauth2', { session: false, ...scope }, result)
    authenticate(request, response, (error) => show({ error: { message: String(error) } }))
  })

  const signIn = async (path = '/', answer = 'Allow') => JSON.parse((await walk(address + path, { answer })).text)
  const use = async (token) => (await fetch(new URL('/demo/read', issuer), { headers: { authorization: `Bearer ${token}` } })).status

  try {
    const first = await check('code', 'a user who signs in gives the application tokens', async () => {
      const { user } = await signIn()
      assert.equal(await use(user.accessToken), 200)
      return user
    })

    await check('refresh', 'the refresh token is exchanged for a new one', async () => {
      const refresh = (token) => new Promise((resolve, reject) => {
        // snippet: refresh
        strategy._oauth2.getOAuthAccessToken(token, { grant_type: 'refresh_token' }, (error, accessToken, refreshToken) => {
          if (error) reject(error)
          else resolve({ accessToken, refreshToken })
        })
        // end-snippet
      })
      const second = await refresh(first.refreshToken)
      assert.notEqual(second.refreshToken, first.refreshToken)
      assert.equal(await use(second.accessToken), 200)
      const error = await refused(() => refresh('nonsense'))
      assert.deepEqual([error.statusCode, JSON.parse(error.data).error], [400, 'invalid_grant'])
    })

    await check('errors', 'a wrong verifier is invalid_grant', async () => {
      session.spoil = true
      assert.equal((await signIn()).error.code, 'invalid_grant')
      delete session.spoil
    })

    await check('errors', 'the application learns that the user denied', async () => {
      const { user, info } = await signIn('/write', 'Deny')
      assert.equal(user, false)
      assert.equal(info.message.length > 0, true)
    })
  } finally {
    site.close()
    site.closeAllConnections()
  }
}
