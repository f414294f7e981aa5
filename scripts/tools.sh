#!/usr/bin/env bash
# Runs a command with the project's tools in PATH: scripts/tools.sh [--wasm] COMMAND…
# With --wasm, uses the toolchain that builds for WebAssembly.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

missing() {
  echo "$1 missing: run make setup" >&2
  exit 1
}

bindgen=$(tool_bin wasm-bindgen "$wasm_bindgen_version") || missing "wasm-bindgen $wasm_bindgen_version is"
pack=$(tool_bin wasm-pack "$wasm_pack_version") || missing "wasm-pack $wasm_pack_version is"
[ -d "$root/node_modules/.bin" ] || missing "npm's packages are"

# Only folders of the cache go to the front of PATH. A folder that is in PATH already has other programs too, which
# would hide rustup's cargo or npm's wasm-opt.
for bin in "$bindgen" "$pack"; do
  case $bin in "$tools"/*) PATH=$bin:$PATH ;; esac
done
export PATH="$root/node_modules/.bin:$PATH"

if [ "${1:-}" = --wasm ]; then
  shift
  if is_forced || ! has_target ""; then
    has_target "$fallback" || missing "a Rust for $target is"
    export RUSTUP_TOOLCHAIN=$fallback
  fi
fi
[ $# -gt 0 ] || {
  echo "usage: scripts/tools.sh [--wasm] COMMAND…" >&2
  exit 2
}
exec "$@"
