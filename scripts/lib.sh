# Where the project's tools are and which toolchain builds for WebAssembly: for setup.sh and tools.sh.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Outside the project and by version: a clean clone finds the tools there, and what the user has in cargo's own
# folder is left alone.
tools=${AZEER_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/azeer-webhooks}

target=wasm32-unknown-unknown
wasm_pack_version=0.15.1
# wasm-bindgen's CLI and library have to be of one version.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' "$root/Cargo.lock")

# The toolchain linked into rustup where rustup cannot download the target.
fallback=azeer-wasm32

# Whether a toolchain, the usual one if none is named, has the target's libraries.
has_target() {
  local libdir
  libdir=$(rustc ${1:+"+$1"} --print target-libdir --target "$target" 2>/dev/null) &&
    ls "$libdir"/libcore-*.rlib >/dev/null 2>&1
}

is_forced() {
  [ "${AZEER_WASM_FALLBACK:-0}" = 1 ]
}

# A tool's folder in the cache, or nothing where the one in PATH is of that version.
tool_bin() { # name version
  if [ -x "$tools/$1-$2/bin/$1" ]; then
    echo "$tools/$1-$2/bin"
  elif [ "$("$1" --version 2>/dev/null)" = "$1 $2" ]; then
    dirname "$(command -v "$1")"
  else
    return 1
  fi
}
