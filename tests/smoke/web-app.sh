#!/usr/bin/env bash
# samples/WebApp with the host: a user signs in, gets new tokens and signs out, in Chromium.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/sign-in.sh"

install_driver
port=$(free_port)
# The application renews tokens that are valid for less than five minutes: here at each request.
start_host_of WebApp 5081 "$port" --OAuth2Server:AccessTokenLifetime=2m
export Authority=$issuer ClientSecret=$client_secret
start_sample WebApp "$port"
timeout 180 node "$root/tests/smoke/web-app.mjs" "$address" || fail 'the web application in Chromium'
