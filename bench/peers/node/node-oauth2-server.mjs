// @node-oauth/oauth2-server on Express, with a model in memory.
import OAuth2Server from '@node-oauth/oauth2-server';
import express from 'express';
import { clientId, clientSecret, photos, port, readScope, redirectUri, scopes, userHeader } from './fixture.mjs';

const client = { id: clientId, grants: ['authorization_code', 'refresh_token', 'client_credentials'], redirectUris: [redirectUri] };
const codes = new Map();
const accessTokens = new Map();
const refreshTokens = new Map();

const model = {
  getClient: async (id, secret) => (id === clientId && (secret === null || secret === undefined || secret === clientSecret) ? client : null),
  getUserFromClient: async () => ({ id: null }),
  validateScope: async (user, who, requested) => (requested === undefined || requested.every(name => scopes.includes(name)) ? requested ?? scopes : false),
  saveToken: async (token, who, user) => {
    const saved = { ...token, client: who, user };
    accessTokens.set(token.accessToken, saved);
    if (token.refreshToken) refreshTokens.set(token.refreshToken, saved);
    return saved;
  },
  getAccessToken: async text => accessTokens.get(text) ?? null,
  getRefreshToken: async text => refreshTokens.get(text) ?? null,
  revokeToken: async token => refreshTokens.delete(token.refreshToken),
  verifyScope: async (token, required) => required.every(name => token.scope.includes(name)),
  saveAuthorizationCode: async (code, who, user) => {
    const saved = { ...code, client: who, user };
    codes.set(code.authorizationCode, saved);
    return saved;
  },
  getAuthorizationCode: async text => codes.get(text) ?? null,
  revokeAuthorizationCode: async code => codes.delete(code.authorizationCode),
};

const server = new OAuth2Server({ model });
const signIn = { handle: request => (request.headers[userHeader] ? { id: request.headers[userHeader] } : null) };

// What its Express adapter does: the library's own request and response around Express's.
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
