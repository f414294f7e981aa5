#!/usr/bin/env bash
# Counts the instructions for parsing one payload, with valgrind: scripts/instructions.sh [CASE...]
# Unlike a time, a count does not change on a busy machine. The code is compiled for the generic processor, as users
# compile it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

if ! valgrind --version >/dev/null 2>&1; then
  echo "counting instructions needs valgrind: apt-get install valgrind, or dnf install valgrind; there is none for macOS on ARM" >&2
  exit 1
fi
[ $# -gt 0 ] || set -- text contact Arabic "4 KB" mixed

export CARGO_TARGET_DIR=$root/target/benches
RUSTFLAGS='' cargo build --quiet --locked --release --manifest-path benches/Cargo.toml --bin instructions
program=$CARGO_TARGET_DIR/release/instructions
log=$CARGO_TARGET_DIR/instructions.log
repeat=2

# Prints how many payloads a run parses and how many instructions the whole run takes.
count() { # case repeat
  local payloads instructions
  if ! payloads=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>"$log"); then
    cat "$log" >&2
    return 1
  fi
  instructions=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log")
  echo "$payloads $instructions"
}

printf '%-14s %s\n' case "instructions a payload"
for case in "$@"; do
  # The second run parses twice as many payloads. The difference is parsing alone, because both runs make the payloads
  # once.
  once=$(count "$case" "$repeat")
  twice=$(count "$case" "$((2 * repeat))")
  echo "$once $twice" | awk -v name="$case" '{ printf "%-14s %.0f\n", name, ($4 - $2) / ($3 - $1) }'
done
