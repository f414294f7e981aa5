#!/usr/bin/env bash
# Compiles the library with the Rust version that Cargo.toml states as the oldest.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

toolchain=$(oldest_toolchain)
CARGO_TARGET_DIR=target/msrv cargo "+$toolchain" check --quiet --locked --package azeer-webhooks
