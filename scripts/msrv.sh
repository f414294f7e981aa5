#!/usr/bin/env bash
# Compiles the library with the oldest Rust that Cargo.toml promises (rust-version).
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

toolchain=$(oldest_toolchain)
CARGO_TARGET_DIR=target/msrv cargo "+$toolchain" check --quiet --locked --package azeer-webhooks
