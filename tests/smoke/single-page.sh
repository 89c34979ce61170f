#!/usr/bin/env bash
# samples/Spa with the host: a user signs in, gets new tokens and signs out, in Chromium.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/sign-in.sh"

install_driver
port=$(free_port)
start_host_of Spa 5082 "$port"
# One command, as in README.md. It installs the modules.
setsid npm start --prefix "$root/samples/Spa" -- "$port" "$issuer" >"$work/stdout" 2>"$work/stderr" &
server_pid=$!
# npm does not end what it started: the group of processes ends.
trap 'kill -- "-$server_pid" ${host_pid:+"$host_pid"} 2>/dev/null || true; cleanup' EXIT
address="http://127.0.0.1:$port"
for ((tick = 0; tick < 1200; tick++)); do
  grep -q "serves $address" "$work/stdout" && break
  kill -0 "$server_pid" 2>/dev/null || fail 'the application did not start'
  sleep 0.1
done
ok 'one command installs the modules and serves the application'
timeout 180 node "$root/tests/smoke/single-page.mjs" "$address" || fail 'the single-page application in Chromium'
