// The installed Chromium, and the user in front of it.
import { chromium } from 'playwright-core'

const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Opens a page in a new browser for some work. */
export async function withPage(work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(60_000)
    return await work(page)
  } finally {
    await browser.close()
  }
}

/** Fills in the sign-in page of the host. */
export async function signIn(page, password = process.env.PASSWORD) {
  await page.fill('#username', 'alice')
  await page.fill('#password', password)
  await page.click('button.main')
}

/** Allows what the consent page of the host asks for. */
export const allow = (page) => page.click('button[value=allow]')
