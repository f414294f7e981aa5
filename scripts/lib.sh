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

# A toolchain with the Rust that Cargo.toml states as the oldest. rustup brings it where there is none.
oldest_toolchain() {
  local version toolchain
  version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$root/Cargo.toml")
  # rustup knows toolchains by their whole version; the usual one may be that version under another name.
  for toolchain in "$version.0" "$version" stable; do
    case $(rustc "+$toolchain" --version 2>/dev/null) in
      "rustc $version."*)
        echo "$toolchain"
        return
        ;;
    esac
  done
  rustup toolchain install "$version" --profile minimal >&2 || {
    echo "Rust $version, the oldest that is promised to work, is not there: rustup toolchain install $version" >&2
    return 1
  }
  echo "$version"
}
