#!/usr/bin/env bash
# Does what docs/deploy.md says: publishes the host, starts the example, signs in from the single-page application, and once more behind
# nginx with the longest authorization request. nginx is not installed here: without it that part is not run.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

page="$root/docs/deploy.md"
python=python3
browser_pid='' nginx_pid=''
trap 'kill ${browser_pid:+"$browser_pid"} ${nginx_pid:+"$nginx_pid"} 2>/dev/null || true; cleanup' EXIT
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 PYTHONDONTWRITEBYTECODE=1

# The block of shell commands after a marker on the page.
block() {
  awk -v marker="<!-- smoke: $1 -->" '$0 == marker { found = 1; next } found && /^```sh$/ { inside = 1; next }
    inside && /^```$/ { exit } inside' "$page"
}

run_block() { (cd "$root" && bash -euo pipefail -c "$(block "$1")") >"$work/$1" 2>&1 || { cat "$work/$1" >&2; fail "the block $1"; }; }

# Starts the published host in the folder of the example, with more arguments, and waits for its address.
start_host() {
  local tick
  stop_sample
  (cd "$root/artifacts/try" && exec ../host/OAuth2Server.Host --urls http://127.0.0.1:0 "$@") >"$work/stdout" 2>"$work/stderr" &
  server_pid=$!
  for ((tick = 0; tick < 600; tick++)); do
    address=$(grep -om 1 'http://127\.0\.0\.1:[0-9]*' "$work/stdout") && return
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "the host did not start: $(cat "$work/stdout")"
}

rm -rf "$root/artifacts/try"
run_block publish
run_block configure
PASSWORD=$(sed -n 's/.*"Password": "\(.*\)".*/\1/p' "$work/configure")
export PASSWORD
start_host
ok 'the example starts after its placeholders were replaced'

"$python" "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
browser_pid=$!
for ((tick = 0; tick < 100; tick++)); do [ -s "$work/browser" ] && break || sleep 0.1; done
BROWSER=$(cat "$work/browser") ISSUER=$address node "$root/tests/smoke/spa.mjs" || fail 'the single-page application'

if ! command -v nginx >/dev/null; then
  echo 'not run: nginx is not installed (apt-get install nginx-light)'
  exit 0
fi

# The site of the page in a server of its own: other ports, a certificate of its own, nothing outside the folder.
site() {
  sed -e "s/listen 80;/listen 127.0.0.1:$plain;/" -e "s/listen 443 ssl/listen 127.0.0.1:$tls ssl/" \
    -e "s#/etc/ssl/auth.example.com#$work#" -e "s#/var/log/nginx#$work#" -e "s#127.0.0.1:5000#${address#http://}#" \
    "$root/docs/examples/nginx.conf"
}

# Arguments: a filter for the site.
start_nginx() {
  local tick
  [ -z "$nginx_pid" ] || { kill "$nginx_pid"; wait "$nginx_pid" 2>/dev/null || true; }
  plain=$((20000 + RANDOM % 10000)) tls=$((30000 + RANDOM % 2000))
  site | "$@" >"$work/site.conf"
  cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log $work/nginx.log;
events {}
http { client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u;
  scgi_temp_path $work/s; include $work/site.conf; }
CONF
  nginx -p "$work" -c "$work/nginx.conf" >"$work/nginx.out" 2>&1 &
  nginx_pid=$!
  for ((tick = 0; tick < 100; tick++)); do
    curl -s -o /dev/null "http://127.0.0.1:$plain/" && return
    sleep 0.1
  done
  fail "nginx did not start: $(cat "$work/nginx.out" "$work/nginx.log")"
}

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=auth.example.com \
  -keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2>/dev/null
start_host --OAuth2Server:Issuer=https://auth.example.com --OAuth2Server:BehindTlsProxy=true
start_nginx cat
read -r signed_out signed_in length title <<<"$("$python" "$root/tests/smoke/behind_nginx.py" "$tls")"
[ "$signed_out $signed_in" = '302 303' ] && [[ $title == *'Photo album'* ]] ||
  fail "behind nginx: $signed_out $signed_in $title $(tail -n 3 "$work/nginx.log")"
ok "behind nginx the longest authorization request reaches the sign-in page and the consent page, by a URL of $length characters"
! grep -q 'X-Forwarded-For' "$work/stdout" || fail 'the host warns of an unread X-Forwarded-For'
[ -s "$work/oauth2server.log" ] && ! grep -qE 'state|ticket' "$work/oauth2server.log" || fail 'the access log of nginx has queries'
ok 'the host reads the address of the client, and the access log has no query'

start_nginx grep -v proxy_b
read -r signed_out signed_in _ <<<"$("$python" "$root/tests/smoke/behind_nginx.py" "$tls")"
[ "$signed_out $signed_in" = '502 502' ] || fail "without the buffers nginx answers $signed_out and $signed_in, and the page says 502"
ok 'without the buffers of the page nginx answers 502'
