import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import passport from 'passport'
import OpenIDConnectStrategy from 'passport-openidconnect'
import { clientSecret, issuer, refused, walk } from './check.mjs'

export const name = 'passport-openidconnect'

export async function run(check) {
  const clientId = name
  const site = createServer()
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  const address = `http://127.0.0.1:${site.address().port}`

  // snippet: connect
  const strategy = new OpenIDConnectStrategy(
    {
      issuer,
      authorizationURL: `${issuer}/oauth2/authorize`,
      tokenURL: `${issuer}/oauth2/token`,
      userInfoURL: `${issuer}/oauth2/userinfo`,
      clientID: clientId,
      clientSecret,
      callbackURL: `${address}/callback`,
      scope: 'profile',
      nonce: true,
      skipUserProfile: false,
    },
    (issuer, profile, context, idToken, accessToken, refreshToken, tokens, done) =>
      done(null, { id: profile.id, name: profile.username, signedInAt: context.timestamp, accessToken, refreshToken }),
  )
  passport.use('openidconnect', strategy)
  // end-snippet

  // The web application has one session and four addresses. It answers with JSON.
  const session = {}
  site.on('request', (request, response) => {
    const url = new URL(request.url, address)
    request.query = Object.fromEntries(url.searchParams)
    request.session = session
    const show = (value) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))
    if (url.pathname === '/callback' && session.spoil) for (const kept of Object.values(session)) if (kept.state) kept.state.nonce = 'x'
    const more = { '/renew': { prompt: 'none' }, '/deny': { prompt: 'consent' } }[url.pathname]
    const result = (error, user, info) => show({ error: error && { code: error.code, message: error.message }, user, info })
    const authenticate = passport.authenticate('openidconnect', { session: false, ...more }, result)
    authenticate(request, response, (error) => show({ error: { message: String(error) } }))
  })
  const signIn = async (path = '/', how = { session: name }) => JSON.parse((await walk(address + path, how)).text)

  try {
    const first = await check('openid sign-in', 'the ID token says who the user is', async () => {
      const { user, error, info } = await signIn()
      assert.ok(user?.id, JSON.stringify({ error, info }))
      return user
    })

    await check('openid userinfo', 'the profile has the claims of UserInfo', async () => assert.equal(first.name, 'alice'))

    await check('openid refresh', 'the refresh token is exchanged for a new one', async () => {
      const refresh = (token) => new Promise((resolve, reject) => {
        strategy._oauth2.getOAuthAccessToken(token, { grant_type: 'refresh_token' }, (error, accessToken, refreshToken) => {
          if (error) reject(error)
          else resolve({ accessToken, refreshToken })
        })
      })
      const second = await refresh(first.refreshToken)
      assert.notEqual(second.refreshToken, first.refreshToken)
      const error = await refused(() => refresh('nonsense'))
      assert.equal(JSON.parse(error.data).error, 'invalid_grant')
    })

    await check('openid prompt=none', 'a user who is signed in is renewed without a page, and no other user', async () => {
      assert.equal((await signIn('/renew')).user.id, first.id)
      assert.equal((await signIn('/renew', {})).error.code, 'login_required')
    })

    await check('openid errors', 'the library refuses the ID token of another request', async () => {
      session.spoil = true
      assert.match((await signIn()).info.message, /nonce/)
      delete session.spoil
    })

    await check('openid errors', 'the application learns that the user denied', async () => {
      const { user, info } = await signIn('/deny', { answer: 'Deny' })
      assert.equal(user, false)
      assert.equal(info.message.length > 0, true)
    })
  } finally {
    site.close()
    site.closeAllConnections()
  }
}
