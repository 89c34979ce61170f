import { jwtResource, library } from './check.mjs'
import * as backChannel from './back-channel.mjs'
import * as jose from './jose.mjs'
import * as mcp from './mcp.mjs'
import * as oauth4webapi from './oauth4webapi.mjs'
import * as oauth4webapiMutualTls from './oauth4webapi-mutual-tls.mjs'
import * as oauth4webapiProof from './oauth4webapi-proof.mjs'
import * as oidcClientTs from './oidc-client-ts.mjs'
import * as openidClient from './openid-client.mjs'
import * as openidClientMutualTls from './openid-client-mutual-tls.mjs'
import * as openidClientProof from './openid-client-proof.mjs'
import * as openidClientSignIn from './openid-client-sign-in.mjs'
import * as passportOAuth2 from './passport-oauth2.mjs'
import * as passportOpenIdConnect from './passport-openidconnect.mjs'
import * as simpleOAuth2 from './simple-oauth2.mjs'

if (!jwtResource) console.log('skipped: jose: JWT_RESOURCE is not set, so the server issues no JWTs')
const readers = jwtResource ? [jose] : []
const oauth = [oauth4webapi, openidClient, simpleOAuth2, passportOAuth2, ...readers]
const openid = [openidClientSignIn, oidcClientTs, passportOpenIdConnect, backChannel]
const proof = [openidClientProof, openidClientMutualTls, oauth4webapiProof, oauth4webapiMutualTls, mcp]
await Promise.all([...oauth, ...openid, ...proof].map(({ name, run }) => library(name, run)))
