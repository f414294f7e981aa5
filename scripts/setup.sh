#!/usr/bin/env bash
# Installs what the build needs and the machine lacks. Quick if nothing is missing.
#
#   AZEER_TOOLS=DIR          where the command-line tools go (~/.cache/azeer-webhooks by default)
#   AZEER_WASM_FALLBACK=1    build for WebAssembly with Debian's Rust, as if rustup could not download the target
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

say() { echo "setup: $*"; }
work="" with=""
die() {
  echo "setup: $*" >&2
  exit 1
}

main() {
  # The linked toolchain and tools.sh are used from other folders, so the path has to be absolute.
  case $tools in /*) ;; *) die "AZEER_TOOLS has to be an absolute path" ;; esac
  have rustup "install it together with a stable Rust"
  have cargo "rustup installs it: rustup default stable"
  have node "install Node.js 20.19 or later"
  have npm "it comes with Node.js"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    die "Node.js $(node --version) is too old: 20.19 or later is needed"
  component rustfmt cargo-fmt
  component clippy cargo-clippy
  wasm_toolchain
  # Without --locked: its lock file names a crate version that is no longer available.
  tool wasm-bindgen "$wasm_bindgen_version" "about 3 minutes" wasm-bindgen-cli
  tool wasm-pack "$wasm_pack_version" "about 3 minutes" --locked wasm-pack
  node_modules
  say "ready$with"
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

wasm_toolchain() {
  if ! is_forced && has_target ""; then return; fi
  # Checked before rustup is tried: without network access, a download takes two minutes to fail, in every run.
  fallback_works && return
  if ! is_forced; then
    say "rustup target add $target (2 minutes at most)"
    limited rustup target add "$target" && has_target "" && return
    say "rustup could not download it; trying Debian's Rust instead"
  fi
  fallback_toolchain || die "no Rust that compiles for $target: run 'rustup target add $target' with network access"
}

# Compiles an empty file, because libraries from before an upgrade of Debian's compiler cannot be used with the new one.
fallback_works() {
  scratch
  rustc "+$fallback" --target "$target" --crate-type lib --emit metadata --out-dir "$work" - </dev/null 2>/dev/null &&
    with=" (WebAssembly by the toolchain $fallback)"
}

# Makes a temporary folder for builds. Each run has its own, so that two at once do not remove each other's files.
scratch() {
  [ -z "$work" ] || return 0
  mkdir -p "$tools"
  work=$(mktemp -d "$tools/build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
}

# rustup waits long if the network drops packets. macOS has no timeout command.
limited() {
  if command -v timeout >/dev/null; then timeout 120 "$@"; else "$@"; fi
}

# Builds the standard library for the target once, from the sources of Debian's Rust. The resulting folder is linked
# into rustup as a toolchain.
fallback_toolchain() {
  command -v apt-get >/dev/null || return 1
  say "building the toolchain $fallback from Debian's packages (about 2 minutes)"
  local sudo="" host home=$tools/$fallback packages="rustc-web cargo-web rust-web-src lld-22"
  # shellcheck disable=SC2086
  if ! dpkg -s $packages >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ]; then
      sudo -n true 2>/dev/null || return 1
      sudo="sudo -n"
    fi
    # The packages conflict with Debian's rustup and rustc. Those must not be removed, so the installation fails then.
    $sudo apt-get update -qq &&
      $sudo apt-get install -y -qq --no-remove --no-install-recommends $packages >/dev/null || return 1
  fi

  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  scratch
  mkdir -p "$work/src"
  echo '#![no_std]' >"$work/src/lib.rs"
  printf '[package]\nname = "sysroot"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >"$work/Cargo.toml"
  # Without embedded bitcode, link-time optimisation fails later.
  (cd "$work" && env -u RUSTUP_TOOLCHAIN -u CARGO_TARGET_DIR RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 \
    RUSTC=/usr/bin/rustc /usr/bin/cargo build --quiet --release --target "$target" \
    -Z build-std=core,alloc,std,panic_abort,proc_macro,test) || return 1

  # Put together in another folder, so that an interrupted run leaves no partial toolchain.
  local new=$work/toolchain
  mkdir -p "$new/bin" "$new/lib/rustlib/$target/lib" "$new/lib/rustlib/$host/bin"
  cp "$work/target/$target/release/deps/"*.rlib "$new/lib/rustlib/$target/lib/"
  ln -s "/usr/lib/rustlib/$host/lib" "$new/lib/rustlib/$host/lib"
  ln -s /usr/lib/llvm-22/bin/lld "$new/lib/rustlib/$host/bin/rust-lld"
  ln -s /usr/bin/cargo "$new/bin/cargo"
  local program
  for program in rustc rustdoc; do
    # Not a link: the compiler would look for its libraries beside the program that the link points to.
    printf '#!/bin/sh\nexec /usr/bin/%s --sysroot "%s" "$@"\n' "$program" "$home" >"$new/bin/$program"
    chmod +x "$new/bin/$program"
  done
  rm -rf "$home"
  mv "$new" "$home"
  rustup toolchain link "$fallback" "$home" && fallback_works
}

tool() { # name version duration arguments of cargo install
  tool_bin "$1" "$2" >/dev/null && return
  say "installing $1 $2 ($3)"
  scratch
  CARGO_TARGET_DIR=$work/$1 cargo install --quiet --root "$tools/$1-$2" --version "=$2" "${@:4}" ||
    die "$1 $2 could not be installed: cargo install ${*:4} --version =$2"
  rm -rf "${work:?}/$1"
}

node_modules() {
  # A copy of the lock file records what is installed: npm's own record has another format.
  cmp -s package-lock.json node_modules/.installed-lock.json && return
  say "npm ci (about 20 seconds)"
  npm ci --no-fund --no-audit --loglevel error || die "npm ci failed"
  cp package-lock.json node_modules/.installed-lock.json
}

main
