#!/usr/bin/env bash
# Brings what the build needs and the machine lacks; quick when nothing is missing.
#
#   AZEER_TOOLS=DIR          where the command-line tools go (~/.cache/azeer-webhooks)
#   AZEER_WASM_FALLBACK=1    build for WebAssembly with Debian's Rust, as where rustup cannot download
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

say() { echo "setup: $*"; }
die() {
  echo "setup: $*" >&2
  exit 1
}

main() {
  have rustup "https://rustup.rs installs it"
  have cargo "rustup installs it: rustup default stable"
  have node "version 20.19 or later, from https://nodejs.org or your package manager"
  have npm "it comes with Node.js"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    die "Node.js $(node --version) is too old: 20.19 or later is needed"
  component rustfmt cargo-fmt
  component clippy cargo-clippy
  wasm_toolchain
  # Its own lock file names a crate version that is not to be had any more, hence not --locked.
  tool wasm-bindgen "$wasm_bindgen_version" "about 3 minutes" wasm-bindgen-cli
  tool wasm-pack "$wasm_pack_version" "about 3 minutes" --locked wasm-pack
  node_modules
  if uses_fallback; then say "ready (WebAssembly by the toolchain $fallback)"; else say "ready"; fi
}

have() { # command remedy
  command -v "$1" >/dev/null || die "$1 is missing: $2"
}

component() { # component command
  if ! "$2" --version >/dev/null 2>&1; then
    say "rustup component add $1"
    rustup component add "$1" || die "$1 is missing and rustup could not add it"
  fi
}

uses_fallback() {
  is_forced || ! has_target
}

wasm_toolchain() {
  if ! is_forced; then
    has_target && return
    say "rustup target add $target"
    limited rustup target add "$target" && has_target && return
    say "rustup could not download it; trying Debian's Rust instead"
  fi
  has_target "$fallback" && return
  fallback_toolchain || die "no Rust that compiles for $target: run 'rustup target add $target' with network access"
}

# rustup waits long where the network swallows packets. macOS has no timeout command.
limited() {
  if command -v timeout >/dev/null; then timeout 120 "$@"; else "$@"; fi
}

# Debian's Rust comes with sources, from which the standard library for the target is built once. rustup then takes
# the folder for a toolchain like its own.
fallback_toolchain() {
  command -v apt-get >/dev/null || return 1
  say "building the toolchain $fallback from Debian's packages (about 2 minutes)"
  local sudo="" host work home=$tools/$fallback
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq &&
    $sudo apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src lld-22 >/dev/null || return 1

  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  work=$(mktemp -d)
  mkdir "$work/src"
  echo '#![no_std]' >"$work/src/lib.rs"
  printf '[package]\nname = "sysroot"\nversion = "0.0.0"\nedition = "2024"\n' >"$work/Cargo.toml"
  # Without embedded bitcode link-time optimisation fails later.
  (cd "$work" && env -u RUSTUP_TOOLCHAIN -u CARGO_TARGET_DIR RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 \
    RUSTC=/usr/bin/rustc /usr/bin/cargo build --quiet --release --target "$target" \
    -Z build-std=core,alloc,std,panic_abort,proc_macro,test) || return 1

  rm -rf "$home"
  mkdir -p "$home/bin" "$home/lib/rustlib/$target/lib" "$home/lib/rustlib/$host/bin"
  cp "$work/target/$target/release/deps/"*.rlib "$home/lib/rustlib/$target/lib/"
  ln -s "/usr/lib/rustlib/$host/lib" "$home/lib/rustlib/$host/lib"
  ln -s /usr/lib/llvm-22/bin/lld "$home/lib/rustlib/$host/bin/rust-lld"
  ln -s /usr/bin/cargo "$home/bin/cargo"
  local program
  for program in rustc rustdoc; do
    # A link would not do: the compiler would look for its libraries where the link leads to.
    printf '#!/bin/sh\nexec /usr/bin/%s --sysroot "%s" "$@"\n' "$program" "$home" >"$home/bin/$program"
    chmod +x "$home/bin/$program"
  done
  rm -rf "$work"
  rustup toolchain link "$fallback" "$home" && has_target "$fallback"
}

tool() { # name version duration arguments of cargo install
  tool_bin "$1" "$2" >/dev/null && return
  say "installing $1 $2 ($3)"
  CARGO_TARGET_DIR=$tools/build cargo install --quiet --root "$tools/$1-$2" --version "=$2" "${@:4}" ||
    die "$1 $2 could not be installed: cargo install ${*:4} --version =$2"
  rm -rf "$tools/build"
}

node_modules() {
  # npm's own record of what is installed is of another form; a copy of the lock tells it exactly.
  cmp -s package-lock.json node_modules/.installed-lock.json && return
  say "npm ci (about 20 seconds)"
  npm ci --no-fund --no-audit --loglevel error || die "npm ci failed"
  cp package-lock.json node_modules/.installed-lock.json
}

main
