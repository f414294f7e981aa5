#!/usr/bin/env bash
# Counts the instructions that parsing takes a payload, under valgrind: scripts/instructions.sh [CASE...]
# A count is the same on a busy machine, where a time is not. Compiled for any processor of the kind, as users do.
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

# Prints how many payloads a run has parsed and how many instructions all of it took.
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
  # What a run of twice as many takes longer is parsing alone; making the payloads is in both.
  once=$(count "$case" "$repeat")
  twice=$(count "$case" "$((2 * repeat))")
  echo "$once $twice" | awk -v name="$case" '{ printf "%-14s %.0f\n", name, ($4 - $2) / ($3 - $1) }'
done
