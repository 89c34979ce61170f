# Functions for the samples whose users sign in: the host with the configuration of the sample, and Chromium. Source it after common.sh.

host_pid=''
trap 'kill ${host_pid:+"$host_pid"} 2>/dev/null || true; cleanup' EXIT
export PASSWORD
PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
client_secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')

# A port of loopback that is free now. The redirect URIs of the client have it.
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => (console.log(s.address().port), s.close()))'; }

# Starts the host with host.json of a sample, with secrets for its placeholders: name, port in the file, port to use, more arguments.
start_host_of() {
  local name=$1 written=$2 port=$3 tick
  shift 3
  local host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
  [ -f "$host" ] || fail "the host is not built: dotnet build OAuth2Server.slnx -c ${CONFIGURATION:-Release}"
  sed "s/<secret>/$client_secret/; s/<password>/$PASSWORD/; s/:$written\//:$port\//g" "$root/samples/$name/host.json" >"$work/host.json"
  (cd "$work" && HOME=$work exec dotnet "$host" --config host.json --urls http://127.0.0.1:0 "$@") >"$work/host" 2>&1 &
  host_pid=$!
  for ((tick = 0; tick < 600; tick++)); do
    issuer=$(grep -om 1 'http://127\.0\.0\.1:[0-9]*' "$work/host") && { ok 'the host serves'; return; }
    kill -0 "$host_pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "the host did not start: $(cat "$work/host")"
}

# Installs the driver of the browser.
install_driver() {
  [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || fail 'Chromium is needed: apt-get install chromium'
  install_modules "$root/tests/clients/node"
}

# npm ci in a folder, unless it was done. Chromium comes from the machine, not from npm.
install_modules() {
  [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
  (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 timeout 300 npm ci) >"$work/npm" 2>&1 || { cat "$work/npm" >&2; fail "npm ci in $1"; }
}
