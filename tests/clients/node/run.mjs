import { library } from './check.mjs'
import * as oauth4webapi from './oauth4webapi.mjs'
import * as openidClient from './openid-client.mjs'
import * as passportOAuth2 from './passport-oauth2.mjs'
import * as simpleOAuth2 from './simple-oauth2.mjs'

await Promise.all([oauth4webapi, openidClient, simpleOAuth2, passportOAuth2].map(({ name, run }) => library(name, run)))
