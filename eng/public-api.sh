#!/usr/bin/env bash
# Writes each package's PublicAPI.Unshipped.txt from what its sources declare now. Run it after changing a public member, and review the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/; do
  name=$(basename "$project")
  file="$project/PublicAPI.Unshipped.txt"
  [ -f "$file" ] || continue
  echo '#nullable enable' >"$file"
  # Release would stop at the first error: the missing entries are wanted as warnings, all of them.
  CI='' dotnet build "$project" -c Debug --no-incremental 2>&1 |
    { grep -F "/$name.csproj]" || true; } |
    { grep -oE "RS0016: Symbol '.*' is not part" || true; } | sed -E "s/^RS0016: Symbol '(.*)' is not part$/\1/" | LC_ALL=C sort -u >>"$file"
  echo "$name: $(($(wc -l <"$file") - 1)) public members"
done
