#!/usr/bin/env bash
# samples/AotServer: it is published as a native program without a warning of the trimmer or the compiler; it issues and accepts tokens.
# The time of the start and the memory are printed, but have no limit here: a test machine may be busy.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if { ! command -v clang >/dev/null || [ ! -e /usr/include/zlib.h ]; } && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends clang zlib1g-dev; } \
    >"$work/apt" 2>&1 || { cat "$work/apt" >&2; fail 'clang and zlib1g-dev cannot be installed'; }
fi
published="$root/artifacts/aot"
rm -rf "$published"
timeout 1000 dotnet publish "$root/samples/AotServer" -c Release -p:PublishAot=true -p:TreatWarningsAsErrors=true \
  -o "$published" --nologo -v quiet >"$work/publish" 2>&1 </dev/null ||
  { cat "$work/publish" >&2; fail 'the native compiler warns or fails'; }
program="$published/AotServer"
[ -x "$program" ] && ! head -c 4 "$program" | grep -q '#!' || fail 'the result is not a native program'
ok "published without a warning: $(du -h "$program" | cut -f 1)"

port=$((20000 + RANDOM % 10000))
address="http://127.0.0.1:$port"
secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
asks=(-u "service:$secret" -d grant_type=client_credentials -d scope=photos.read "$address/oauth2/token")
begun=$(date +%s%N)
(cd "$work" && HOME=$work ClientSecret=$secret exec "$program" "$port") >"$work/stdout" 2>"$work/stderr" &
server_pid=$!
for ((tick = 0; tick < 1000; tick++)); do
  ! curl -s --noproxy '*' --max-time 30 -o "$work/body" "${asks[@]}" || break
  kill -0 "$server_pid" 2>/dev/null || fail 'the server ended'
  sleep 0.005
done
milliseconds=$((($(date +%s%N) - begun) / 1000000))

http "${asks[@]}"
expect 200 'client credentials get a token'
http -H "Authorization: Bearer $(member access_token)" "$address/photos"
expect 200 'the token is accepted at the resource'
http -H 'Authorization: Bearer wrong' "$address/photos"
expect_error 401 invalid_token 'a wrong token is refused'
http -u service:wrong -d grant_type=client_credentials "$address/oauth2/token"
expect_error 401 invalid_client 'a wrong secret is refused'
http -u "service:$secret" -d grant_type=password "$address/oauth2/token"
expect_error 400 unsupported_grant_type 'a grant that was not added is refused'
http "$address/oauth2/authorize?response_type=code&client_id=service"
expect 400 'an authorization request is shown an error'
ok "first token $milliseconds ms after its start, $(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$server_pid/status") kB resident"
