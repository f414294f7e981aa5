#!/usr/bin/env bash
# Compares the public API with docs/api/, so that nobody changes it by accident: scripts/api.sh [--write]
#
#   docs/api/rust.txt    the crate with its default features, without items that are hidden from its documentation
#   docs/api/*.d.ts      the declarations of each entry of the npm package, without comments
#
# With --write it updates these files. The package has to be built first.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

made=target/api/made
# The format of rustdoc's JSON changes between Rust versions, so the version is fixed. A stable Rust writes it only
# with RUSTC_BOOTSTRAP.
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
  echo "api: the public API differs from docs/api. If that is intended, run make api" >&2
  exit 1
fi
