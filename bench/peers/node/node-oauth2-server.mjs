// @node-oauth/oauth2-server on Express, with a model in memory.
import OAuth2Server from '@node-oauth/oauth2-server';
import express from 'express';
import { clientId, clientSecret, photos, port, readScope, redirectUri, scopes, userHeader } from './fixture.mjs';

const grants = ['authorization_code', 'refresh_token', 'client_credentials'];
const client = { id: clientId, grants, redirectUris: [redirectUri] };
const codes = new Map();
const accessTokens = new Map();
const refreshTokens = new Map();

const model = {
  getClient: async (id, secret) => (id === clientId && [null, undefined, clientSecret].includes(secret) ? client : null),
  getUserFromClient: async () => ({ id: null }),
  validateScope: async (user, owner, requested = scopes) => requested.every(name => scopes.includes(name)) && requested,
  saveToken: async (token, owner, user) => {
    const saved = { ...token, client: owner, user };
    accessTokens.set(token.accessToken, saved);
    if (token.refreshToken) refreshTokens.set(token.refreshToken, saved);
    return saved;
  },
  getAccessToken: async text => accessTokens.get(text) ?? null,
  getRefreshToken: async text => refreshTokens.get(text) ?? null,
  revokeToken: async token => refreshTokens.delete(token.refreshToken),
  verifyScope: async (token, required) => required.every(name => token.scope.includes(name)),
  saveAuthorizationCode: async (code, owner, user) => {
    const saved = { ...code, client: owner, user };
    codes.set(code.authorizationCode, saved);
    return saved;
  },
  getAuthorizationCode: async text => codes.get(text) ?? null,
  revokeAuthorizationCode: async code => codes.delete(code.authorizationCode),
};

const server = new OAuth2Server({ model });
const signIn = { handle: request => (request.headers[userHeader] ? { id: request.headers[userHeader] } : null) };

// The same as its Express adapter: the library's request and response around those of Express.
const answer = handle => async (req, res) => {
  const [request, response] = [new OAuth2Server.Request(req), new OAuth2Server.Response(res)];
  try {
    await handle(request, response, res);
    if (res.headersSent) return;
    res.set(response.headers).status(response.status).send(response.body);
  } catch (error) {
    res.set(response.headers).status(error.code ?? 500).send({ error: error.name, error_description: error.message });
  }
};

const app = express();
app.disable('x-powered-by');
app.use(express.urlencoded({ extended: false }));
app.post('/token', answer((request, response) => server.token(request, response)));
app.get('/authorize', answer((request, response) => server.authorize(request, response, { authenticateHandler: signIn })));
app.get('/photos', answer(async (request, response, res) => {
  await server.authenticate(request, response, { scope: [readScope] });
  res.set(response.headers).type('text').send(photos);
}));
app.listen(port, '127.0.0.1');
