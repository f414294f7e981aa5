#!/usr/bin/env bash
# Runs a command with the project's tools in PATH: scripts/tools.sh [--wasm] COMMAND…
# With --wasm it is run with the toolchain that builds for WebAssembly.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! bindgen=$(tool_bin wasm-bindgen "$wasm_bindgen_version") ||
  ! pack=$(tool_bin wasm-pack "$wasm_pack_version") ||
  [ ! -d "$root/node_modules/.bin" ]; then
  echo "tools of the build are missing: run make setup" >&2
  exit 1
fi
export PATH="$bindgen:$pack:$root/node_modules/.bin:$PATH"

if [ "$1" = --wasm ]; then
  shift
  if is_forced || ! has_target; then
    export RUSTUP_TOOLCHAIN=$fallback
  fi
fi
exec "$@"
