#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of each package from the public members in its sources.
# Run it after you change a public member, and review the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/; do
  name=$(basename "$project")
  file="$project/PublicAPI.Unshipped.txt"
  [ -f "$file" ] || continue
  echo '#nullable enable' >"$file"
  # In Release, warnings are errors and the build would stop. In Debug each missing entry is a warning.
  CI='' dotnet build "$project" -c Debug --no-incremental 2>&1 |
    { grep -F "/$name.csproj]" || true; } |
    { grep -oE "RS0016: Symbol '.*' is not part" || true; } |
    sed -E "s/^RS0016: Symbol '(.*)' is not part$/\1/" | LC_ALL=C sort -u >>"$file"
  echo "$name: $(($(wc -l <"$file") - 1)) public members"
done
