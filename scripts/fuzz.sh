#!/usr/bin/env bash
# Runs every fuzz target for a number of executions: scripts/fuzz.sh [EXECUTIONS] (100000 by default)
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

executions=${1:-100000}
version=0.13.2
export PATH="$tools/cargo-fuzz-$version/bin:$PATH"
# Runs before CARGO_TARGET_DIR is set, because the generator is already built in the usual folder.
cargo run --quiet --locked --package azeer-webhooks-generate -- target/fuzz-generated
cat fuzz/json.dict target/fuzz-generated/payload.dict >target/fuzz.dict
export CARGO_TARGET_DIR=$root/target/fuzz

if ! rustc +nightly --version >/dev/null 2>&1; then
  rustup toolchain install nightly --profile minimal || {
    echo "fuzzing needs a nightly Rust: rustup toolchain install nightly" >&2
    exit 1
  }
fi
if [ ! -x "$tools/cargo-fuzz-$version/bin/cargo-fuzz" ]; then
  echo "fuzz: installing cargo-fuzz $version (about 1 minute)"
  CARGO_TARGET_DIR=$root/target/cargo-fuzz cargo install --quiet --locked --root "$tools/cargo-fuzz-$version" cargo-fuzz --version "=$version"
fi

for target in roundtrip ways_in syntax sequences; do
  # The corpus is new for every run: bodies that reveal a fault become tests.
  corpus=target/fuzz-corpus/$target
  rm -rf "$corpus"
  mkdir -p "$corpus"
  cp tests/fixtures/*.json "$corpus"
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    for (const [i, { body, hex }] of JSON.parse(readFileSync("tests/cases.json", "utf8")).entries()) {
      writeFileSync(`${process.argv[1]}/case-${i}`, hex === undefined ? body : Buffer.from(hex, "hex"));
    }' "$corpus"
  log=target/fuzz-$target.log
  if ! cargo +nightly fuzz run "$target" "$corpus" -- -runs="$executions" -max_len=4096 -dict=target/fuzz.dict \
    -artifact_prefix=target/fuzz- >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    exit 1
  fi
  echo "fuzz: $target, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log") executions, nothing found"
done
