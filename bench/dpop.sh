#!/usr/bin/env bash
# The cost of DPoP: bound tokens and requests with proofs beside floors that do the same signatures, and the memory of used proofs.
# Writes bench/results/load-dpop-DATE.md. bench/README.md explains it. The arguments are added to those of bench/load.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export RESULT=${RESULT:-bench/results/load-dpop-$(date -u +%F).md}
memory=$(bench/micro.sh replays)
bench/load.sh --contenders floor-dpop,memory-dpop,floor-dpop-jwt,memory-dpop-jwt,jwks-dpop \
  --workloads dpop-client-credentials,dpop-bearer --seconds 4 --warmup 5 --rounds 4 "$@" >/dev/null || failed=$?
{
  echo
  echo '### Memory of used proofs'
  echo
  echo "1,000 proofs a second in \`InMemoryReplays\`, with a clock of its own; each is remembered for as long as it could be accepted" \
    "(130 seconds, and 310 with a nonce). The heap is that above the idle store. \`bench/micro.sh replays\`."
  echo
  grep '^|' <<<"$memory"
} >>"$RESULT"
cat "$RESULT"
exit "${failed:-0}"
