#!/usr/bin/env bash
# Compares the public API with docs/api/, so that no change of it goes unseen: scripts/api.sh [--write]
#
#   docs/api/rust.txt    the crate with its default features, without what is hidden from its documentation
#   docs/api/*.d.ts      the declarations of each entry of the npm package, without comments
#
# With --write they are written anew. The package has to be built.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

made=target/api/made
# rustdoc's JSON has another form in every version of Rust, so the version is a fixed one. A stable one writes it only when it takes
# itself for a nightly.
toolchain=$(oldest_toolchain)
RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/api cargo "+$toolchain" rustdoc --quiet --locked --package azeer-webhooks --lib -- \
  -Z unstable-options --output-format json
rm -rf "$made"
mkdir -p "$made"
CARGO_TARGET_DIR=target/api/tool cargo run --quiet --locked --manifest-path scripts/public-api/Cargo.toml -- \
  target/api/doc/azeer_webhooks.json >"$made/rust.txt"
node scripts/api.mjs "$made"

if [ "${1:-}" = --write ]; then
  rm -rf docs/api
  cp -R "$made" docs/api
elif ! diff -ru docs/api "$made"; then
  echo "api: the public API is another than docs/api says. Where that is meant, run make api" >&2
  exit 1
fi
