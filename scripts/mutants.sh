#!/usr/bin/env bash
# Changes the Rust code in one place after another, and checks that a test fails each time:
# scripts/mutants.sh [ARGUMENTS]
# ARGUMENTS go to cargo-mutants, such as --file src/time.rs.
#
#   SHARD=K/N    test every N-th mutant, from the K-th on (K below N)
#   JOBS=N       test N mutants at once (2 by default)
#
# tests/mutants.md has a reason for each mutant that may survive. Fails if no mutant is made, if more than 5 %
# survive, or if one survives without a reason.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

version=27.1.0
out=$root/target/mutants-out
accepted=tests/mutants.md
jobs=${JOBS:-2}
export PATH="$tools/cargo-mutants-$version/bin:$PATH"
# With 100 cases the property tests meet every kind of body.
export PROPTEST_CASES=${PROPTEST_CASES:-100}

if [ ! -x "$tools/cargo-mutants-$version/bin/cargo-mutants" ]; then
  echo "mutants: installing cargo-mutants $version (about 3 minutes)"
  CARGO_TARGET_DIR=$root/target/cargo-mutants cargo install --quiet --locked --root "$tools/cargo-mutants-$version" cargo-mutants --version "=$version"
fi

# A limit of processor time ends an endless loop. Unlike a timeout, it hardly depends on what else runs. The
# other limit keeps the loop from taking all memory.
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
  # 2: some mutants survived; 3: some timed out.
  case $status in 0 | 2 | 3) ;; *) exit "$status" ;; esac
}

rm -rf "$out"
if [ $# -gt 0 ]; then
  run chosen "$jobs" --workspace "$@"
else
  run crates "$jobs" --package azeer-webhooks --package azeer-webhooks-wasm
  # The tests of the library and of the generator check what the derives make. One job, as a second would compile all
  # dependencies again.
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

# Without line and column, which change with every edit.
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
