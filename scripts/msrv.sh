#!/usr/bin/env bash
# Compiles the library with the Rust version that Cargo.toml states as the oldest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
# rustup knows toolchains by their whole version; the usual one may be that version under another name.
for toolchain in "$version.0" "$version" stable; do
  case $(rustc "+$toolchain" --version 2>/dev/null) in
    "rustc $version."*)
      exec env CARGO_TARGET_DIR=target/msrv cargo "+$toolchain" check --quiet --locked --package azeer-webhooks
      ;;
  esac
done
rustup toolchain install "$version" --profile minimal || {
  echo "Rust $version, the oldest that is promised to work, is not there: rustup toolchain install $version" >&2
  exit 1
}
exec env CARGO_TARGET_DIR=target/msrv cargo "+$version" check --quiet --locked --package azeer-webhooks
