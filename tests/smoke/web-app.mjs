// A user of samples/WebApp, in Chromium. Argument: the address of the application.
import assert from 'node:assert/strict'
import { allow, signIn, withPage } from '../clients/node/chromium.mjs'

const [address] = process.argv.slice(2)

await withPage(async (page) => {
  const profile = async () => {
    await page.goto(`${address}/profile`)
    return [await page.textContent('dl'), await page.textContent('time')]
  }
  await page.goto(address)
  await page.click('text=Sign in')
  await signIn(page)
  await allow(page)
  await page.waitForURL(`${address}/profile`)
  console.log('ok: the user signs in, by a form that the server sends')

  const [claims, expiry] = await profile()
  assert.match(claims, /preferred_username.*alice/)
  assert.match(claims, /sid/)
  console.log('ok: the application has the claims of UserInfo')

  assert.notEqual((await profile())[1], expiry)
  console.log('ok: the access token is renewed')

  await page.click('text=Sign out')
  await page.waitForURL(`${address}/`)
  assert.match(await page.textContent('body'), /Signed out/)
  await page.click('text=Sign in')
  await page.waitForSelector('#password')
  console.log('ok: the user is signed out at the application and at the server')
})
