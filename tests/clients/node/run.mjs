import { jwtResource, library } from './check.mjs'
import * as jose from './jose.mjs'
import * as oauth4webapi from './oauth4webapi.mjs'
import * as openidClient from './openid-client.mjs'
import * as passportOAuth2 from './passport-oauth2.mjs'
import * as simpleOAuth2 from './simple-oauth2.mjs'

if (!jwtResource) console.log('skipped: jose: JWT_RESOURCE is not set, so the server issues no JWTs')
const readers = jwtResource ? [jose] : []
await Promise.all([oauth4webapi, openidClient, simpleOAuth2, passportOAuth2, ...readers].map(({ name, run }) => library(name, run)))
