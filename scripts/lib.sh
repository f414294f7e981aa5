# Shared by the scripts: where the tools are, and which toolchain builds for WebAssembly.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Outside the project and by version, so that a fresh clone finds the tools, and programs in cargo's own folder stay
# as they are.
tools=${AZEER_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/azeer-webhooks}

target=wasm32-unknown-unknown
wasm_pack_version=0.15.1
# wasm-bindgen's CLI has to have the version of its library.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' "$root/Cargo.lock")

# The toolchain that setup.sh links into rustup if rustup cannot download the target.
fallback=azeer-wasm32

# Whether a toolchain (the default one if none is named) has the target's libraries.
has_target() {
  local libdir
  libdir=$(rustc ${1:+"+$1"} --print target-libdir --target "$target" 2>/dev/null) &&
    ls "$libdir"/libcore-*.rlib >/dev/null 2>&1
}

is_forced() {
  [ "${AZEER_WASM_FALLBACK:-0}" = 1 ]
}

# Prints the folder of a tool: in the cache, or else in PATH if it has that version. Fails if there is neither.
tool_bin() { # name version
  if [ -x "$tools/$1-$2/bin/$1" ]; then
    echo "$tools/$1-$2/bin"
  elif [ "$("$1" --version 2>/dev/null)" = "$1 $2" ]; then
    dirname "$(command -v "$1")"
  else
    return 1
  fi
}

# Prints a toolchain with the oldest Rust that Cargo.toml promises (rust-version). rustup installs it if there is none.
oldest_toolchain() {
  local version toolchain
  version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$root/Cargo.toml")
  # A toolchain may have the whole version as its name, or be that version under the name `stable`.
  for toolchain in "$version.0" "$version" stable; do
    case $(rustc "+$toolchain" --version 2>/dev/null) in
      "rustc $version."*)
        echo "$toolchain"
        return
        ;;
    esac
  done
  rustup toolchain install "$version" --profile minimal >&2 || {
    echo "Rust $version, the oldest supported version, is missing: rustup toolchain install $version" >&2
    return 1
  }
  echo "$version"
}
