// oidc-provider with its defaults: its in-memory adapter, opaque tokens, its own sessions.
// The user's sign-in and consent are recorded once for each cookie jar.
import { randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { clientId, clientSecret, photos, port, readScope, redirectUri, scopes, userHeader } from './fixture.mjs';

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    redirect_uris: [redirectUri],
    scope: scopes.join(' '),
  }],
  scopes,
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true } },
  routes: { authorization: '/authorize', token: '/token' },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  findAccount: (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  loadExistingGrant: async ctx => {
    const known = ctx.oidc.session.grantIdFor(ctx.oidc.client.clientId);
    if (known) return provider.Grant.find(known);
    const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope(scopes.join(' '));
    await grant.save();
    return grant;
  },
});

const bearer = async text => (await provider.AccessToken.find(text)) ?? provider.ClientCredentials.find(text);

provider.use(async (ctx, next) => {
  if (ctx.path.startsWith('/interaction/')) {
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: ctx.get(userHeader) } }, { mergeWithLastSubmission: false });
    ctx.respond = false;
  } else if (ctx.path === '/photos') {
    const [, text] = ctx.get('authorization').match(/^Bearer (\S+)$/) ?? [];
    const token = text && await bearer(text);
    if (token?.isValid && token.scopes.has(readScope)) ctx.body = photos;
    else {
      ctx.status = 401;
      ctx.set('WWW-Authenticate', 'Bearer error="invalid_token"');
    }
  } else await next();
});

provider.listen(port, '127.0.0.1');
