#!/usr/bin/env bash
# A private PostgreSQL on loopback, for tests and benchmarks.
#   eng/postgres.sh start DIR   installs PostgreSQL if it is missing, creates a cluster in DIR (an empty or missing folder), starts it as
#                               an unprivileged user on a free port, and prints its connection string
#   eng/postgres.sh stop DIR    stops it
set -euo pipefail

die() { echo "eng/postgres.sh: $*" >&2; exit 1; }
[ $# -eq 2 ] || die "usage: eng/postgres.sh start|stop DIR"
command=$1 dir=$2

bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root. For root, the user of Debian's package runs it.
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

install_server() {
  command -v apt-get >/dev/null || die "PostgreSQL is needed: install its server (postgres and initdb)."
  local sudo=''
  [ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || die "PostgreSQL is needed: run 'apt-get install postgresql' as root."
  # Without this file the package would also create and start a cluster of the machine.
  local conf=/etc/postgresql-common/createcluster.conf
  $sudo mkdir -p "$(dirname "$conf")"
  [ -e "$conf" ] || echo 'create_main_cluster = false' | $sudo tee "$conf" >/dev/null
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql)
  { $sudo apt-get update -q && $sudo "${install[@]}"; } >&2 || die "installing postgresql failed"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null ||
    echo $((20000 + RANDOM % 20000))
}

start() {
  [ -x "$(bin)/postgres" ] || install_server
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  local password port
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  port=$(free_port)
  (umask 077 && echo "$password" >"$dir/password")
  if [ "$(id -u)" = 0 ]; then
    chown -R postgres "$dir"
    # The unprivileged user must be able to enter the parent folder. Only root can enter a folder of mktemp.
    case $(stat -c %a "$(dirname "$dir")") in *[1357]) ;; *) chmod o+x "$(dirname "$dir")" ;; esac
  fi

  local cluster=(-U oauth2 --pwfile="$dir/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8)
  as_server "$(bin)/initdb" -D "$dir/data" "${cluster[@]}" >"$dir.log" 2>&1 || { cat "$dir.log" >&2; die "initdb failed"; }
  local options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=300 ${PGTEST_OPTIONS:-}"
  as_server "$(bin)/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 -o "$options" start >>"$dir.log" 2>&1 ||
    { cat "$dir.log" "$dir/server.log" >&2; die "the server did not start"; }
  echo "Host=127.0.0.1;Port=$port;Username=oauth2;Password=$password;Database=postgres"
}

stop() {
  # The cluster is temporary, so a clean shutdown is not necessary.
  [ ! -e "$dir/data/postmaster.pid" ] || as_server "$(bin)/pg_ctl" -D "$(cd "$dir" && pwd)/data" -m immediate -w stop >/dev/null
}

case $command in
  start) start ;;
  stop) stop ;;
  *) die "usage: eng/postgres.sh start|stop DIR" ;;
esac
