// A page that signs its user in with oidc-client-ts.
import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts'

const { authority } = await (await fetch('/settings.json')).json()
// snippet: settings
const manager = new UserManager({
  authority,
  client_id: 'spa',
  redirect_uri: `${location.origin}/`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile email',
  loadUserInfo: true,
  // In memory: a script of an attacker can read any other storage. After a reload the user signs in again, without a password.
  userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
})
// end-snippet

const element = (id) => document.querySelector(`#${id}`)

// snippet: callback
/** Reads the answer of the server from the address of the page: of a sign-in, or of a sign-out. */
async function readAnswer() {
  const answer = new URLSearchParams(location.search)
  // Before the answer is used: the code must not stay in the address bar and in the history.
  const url = location.href
  if (answer.has('state')) history.replaceState(null, '', location.pathname)
  if (answer.has('code') || answer.has('error')) await manager.signinCallback(url)
  else if (answer.has('state')) await manager.signoutCallback(url)
}
// end-snippet

function show(user) {
  element('status').textContent = user ? `Signed in as ${user.profile.preferred_username}.` : 'Signed out.'
  const rows = Object.entries(user?.profile ?? {}).flatMap(([name, value]) => [row('dt', name), row('dd', JSON.stringify(value))])
  element('profile').replaceChildren(...rows)
  element('sign-in').hidden = Boolean(user)
  for (const id of ['renew', 'sign-out']) element(id).hidden = !user
}

function row(tag, text) {
  const node = document.createElement(tag)
  node.textContent = text
  return node
}

/** Does something for a button, or shows why it failed. */
const attempt = (work) => async () => {
  try {
    await work()
  } catch (problem) {
    show(await manager.getUser())
    element('status').textContent = problem.message
  }
}

// The library renews the access token a minute before it expires. It uses the refresh token, and keeps the new one.
manager.events.addUserLoaded(show)
element('sign-in').onclick = attempt(() => manager.signinRedirect())
element('sign-out').onclick = attempt(() => manager.signoutRedirect())
element('renew').onclick = attempt(async () => {
  const { access_token: before } = await manager.getUser()
  const user = await manager.signinSilent()
  element('status').textContent = `${user.access_token === before ? 'The same' : 'A new'} access token, for ${user.expires_in} seconds.`
})
await attempt(async () => {
  await readAnswer()
  show(await manager.getUser())
})()
