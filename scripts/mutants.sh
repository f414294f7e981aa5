#!/usr/bin/env bash
# Changes the Rust code in one place after another, and looks whether a test fails: scripts/mutants.sh [ARGUMENTS], which
# cargo-mutants is given, such as --file src/time.rs.
#
#   SHARD=K/N    every N-th mutant, from the K-th on (K below N)
#   JOBS=N       so many at once (2)
#
# Mutants that survive are compared with tests/mutants.md, which has a reason for each. Fails where there are none, where more than
# 5 % survive, and where one survives without a reason.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

version=27.1.0
out=$root/target/mutants-out
accepted=tests/mutants.md
jobs=${JOBS:-2}
export PATH="$tools/cargo-mutants-$version/bin:$PATH"
# Enough for the tables of cases to meet every kind of body.
export PROPTEST_CASES=${PROPTEST_CASES:-100}

if [ ! -x "$tools/cargo-mutants-$version/bin/cargo-mutants" ]; then
  echo "mutants: installing cargo-mutants $version (about 3 minutes)"
  CARGO_TARGET_DIR=$root/target/cargo-mutants cargo install --quiet --locked --root "$tools/cargo-mutants-$version" cargo-mutants --version "=$version"
fi

# An endless loop is ended by the processor time it takes, which depends less than a timeout on what else runs, and before it
# takes all memory.
limits='ulimit -t 6; ulimit -v 4000000 2>/dev/null || true; exec "$0" "$@"'
runner="target.\"cfg(all())\".runner=[\"bash\",\"-c\",'''$limits''']"

# Tests the mutants that the arguments choose.
run() { # name jobs arguments
  local status=0
  rm -rf "${out:?}/$1"
  mkdir -p "$out/$1"
  cargo mutants --output "$out/$1" --profile mutants --jobs "$2" --timeout 120 --colors never \
    --cargo-arg=--locked --cargo-arg=--config --cargo-arg="$runner" \
    ${SHARD:+--shard "$SHARD" --sharding round-robin} "${@:3}" -- --lib --tests || status=$?
  # 2 and 3: some survived, some took too long.
  case $status in 0 | 2 | 3) ;; *) exit "$status" ;; esac
}

rm -rf "$out"
if [ $# -gt 0 ]; then
  run chosen "$jobs" --workspace "$@"
else
  run crates "$jobs" --package azeer-webhooks --package azeer-webhooks-wasm
  # The derives are tested by what they and the generator make of the payloads. A second job would first compile all
  # dependencies once more.
  run derive 1 --package azeer-webhooks-derive --test-package azeer-webhooks,azeer-webhooks-generate
fi

count() { # kind
  cat "$out"/*/mutants.out/"$1".txt | wc -l | tr -d ' '
}
caught=$(count caught) missed=$(count missed) timeout=$(count timeout) unviable=$(count unviable)
viable=$((caught + missed + timeout))
echo "mutants: $((viable + unviable)) made, $caught caught, $missed missed, $timeout timed out, $unviable do not compile"
if [ "$viable" = 0 ]; then
  echo "mutants: none was made" >&2
  exit 1
fi

# By name: lines and columns move with every edit.
cat "$out"/*/mutants.out/missed.txt | sed 's/:[0-9]*:[0-9]*: /: /' | LC_ALL=C sort >"$out/missed"
sed -n 's/^- `\(.*\)`$/\1/p' "$accepted" | LC_ALL=C sort >"$out/accepted"
if [ $((missed * 20)) -gt "$viable" ]; then
  echo "mutants: $missed of $viable survive, more than 5 %" >&2
  exit 1
fi
unexplained=$(LC_ALL=C comm -23 "$out/missed" "$out/accepted")
if [ -n "$unexplained" ]; then
  echo "mutants: survivors without a reason in $accepted:"
  echo "$unexplained"
  exit 1
fi
