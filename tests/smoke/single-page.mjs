// A user of samples/Spa, in Chromium. Argument: the address of the application.
import assert from 'node:assert/strict'
import { allow, signIn, withPage } from '../clients/node/chromium.mjs'

const [address] = process.argv.slice(2)

await withPage(async (page) => {
  const refused = []
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()))
  const shows = (text) => page.waitForSelector(`#status:has-text("${text}")`)

  await page.goto(address)
  await shows('Signed out')
  await page.click('#sign-in')
  await signIn(page)
  await allow(page)
  await shows('Signed in as alice')
  assert.equal(page.url(), `${address}/`)
  console.log('ok: the user signs in, and the code is not in the address of the page')

  const exchanged = []
  page.on('request', (request) => request.url().endsWith('/oauth2/token') && exchanged.push(request.postData()))
  for (let times = 1; times <= 2; times++) {
    await page.evaluate(() => document.querySelector('#status').textContent = '')
    await page.click('#renew')
    await shows('A new access token')
  }
  const used = exchanged.map((form) => new URLSearchParams(form).get('refresh_token'))
  assert.equal(used.length, 2)
  assert.notEqual(used[0], used[1])
  console.log('ok: the access token is renewed twice, each time with another refresh token')

  assert.equal(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]).includes('access_token')), false)
  console.log('ok: no token is in the storage of the browser')

  await page.click('#sign-out')
  await page.waitForURL(`${address}/`)
  await shows('Signed out')
  await page.click('#sign-in')
  await page.waitForSelector('#password')
  console.log('ok: the user is signed out at the application and at the server')

  assert.deepEqual(refused, [])
  console.log('ok: the policy of the page stops nothing that it needs')
})
