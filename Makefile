# Everything goes through here; `make help` lists it. Recipes are short: what they do is in scripts/ and js-tests/.

tools := scripts/tools.sh
generated := pkg-template/src/generated
everywhere := behaviour types properties sequences bench
wasm_pack := build --release --target web --mode no-install --no-pack --no-typescript

.PHONY: help setup pkg matrix docs api bad-input hostile first bench bench-native memory demo test check test-rust test-unit test-js test-api test-edit test-fuzz soak mutants mutants-rust mutants-ts lint fmt msrv clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## bring the tools that the machine lacks
	@scripts/setup.sh

demo: pkg ## parse the documented examples with the packed package, in a project of its own
	@node examples/node/run.mjs

pkg: setup ## build the npm package: pkg/azeer-webhooks-*.tgz, and print its sizes
	cargo run --quiet --locked --package azeer-webhooks-generate -- $(generated)
	$(tools) --wasm wasm-pack --log-level warn $(wasm_pack) --out-dir ../target/wasm-pack wasm -- --locked --quiet
	$(tools) --wasm wasm-pack --log-level warn $(wasm_pack) --out-dir ../target/wasm-pack-inspect inspect -- --locked --quiet
	$(tools) node scripts/pkg.mjs

test: lint msrv test-rust test-unit test-js test-api test-edit test-fuzz ## everything, in one host and through one bundler of each family

# In the Node.js that is there, and no other host.
check: lint test-rust test-unit pkg ## the inner loop: what the crate and the package do
	$(tools) node js-tests/run.mjs $(everywhere)

matrix: pkg ## every host, every bundler and every way of loading; prints the table
	@node scripts/browsers.mjs chromium firefox webkit
	$(tools) node js-tests/matrix.mjs

test-rust: setup
	cargo test --quiet --locked --workspace

# The TypeScript file by file, without WebAssembly.
test-unit: setup
	cargo run --quiet --locked --package azeer-webhooks-generate -- $(generated)
	node js-tests/unit/build.mjs
	node --test js-tests/unit/*.test.mjs

test-js: pkg
	@node scripts/browsers.mjs chromium
	$(tools) node js-tests/run.mjs $(everywhere) hosts bundlers

test-api: pkg
	@$(tools) scripts/api.sh

# Adds a member, and an entry, in a scratch copy and looks for it in all that is made from the declaration, and from the table.
test-edit: pkg
	$(tools) node --test js-tests/edit/*.test.mjs

# A fixed number of executions; scripts/fuzz.sh takes another.
test-fuzz:
	@scripts/fuzz.sh

soak: pkg ## compare with JSON.parse, ajv, an oracle and fresh instances on millions of calls, and fuzz for long
	node scripts/install.mjs js-tests
	SOAK=5000000 node --test js-tests/properties/*.test.mjs
	SOAK=20000000 node --test js-tests/sequences/*.test.mjs
	scripts/fuzz.sh 5000000

mutants: mutants-rust mutants-ts ## change the code in one place after another, and see that a test fails each time

# SHARD=0/8 tests every eighth.
mutants-rust: setup
	@scripts/mutants.sh

mutants-ts: pkg
	$(tools) node js-tests/mutants/run.mjs

hostile: pkg ## print what hostile bodies cost a byte, by their size
	node js-tests/run.mjs hostile.mjs

bad-input: pkg ## see what this and other validators make of bad bodies: docs/bad-input.md
	node js-tests/run.mjs bad-input.mjs

first: pkg ## print how long the first event takes in a new worker and in a new page
	@node scripts/browsers.mjs chromium
	$(tools) node js-tests/run.mjs hosts/first.mjs

# HOSTS="node26 bun" names others than the Node.js that is there, and HOSTS=all all of them.
bench: pkg ## time the package beside JSON.parse and other validators: docs/performance.md
	$(tools) node js-tests/run.mjs bench/hosts.mjs

# Another workspace: nobody else need compile what it is compared with. For the processor at hand, as some of those need it.
bench-native: setup ## time the crate beside serde_json, simd-json and sonic-rs
	CARGO_TARGET_DIR=target/benches cargo test --quiet --locked --manifest-path benches/Cargo.toml
	RUSTFLAGS=-Ctarget-cpu=native CARGO_TARGET_DIR=target/benches cargo run --quiet --locked --release \
		--manifest-path benches/Cargo.toml --bin compare -- --json docs/performance/native.json
	node js-tests/bench/report.mjs

memory: pkg ## show what memory ten million parses take, and what a kept string holds
	node js-tests/run.mjs memory.mjs

lint: setup
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo fmt --manifest-path benches/Cargo.toml --check
	cargo fmt --manifest-path scripts/public-api/Cargo.toml --check
	cargo clippy --quiet --locked --workspace --all-targets --features tsify -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps --workspace
	$(tools) biome ci --error-on-warnings

fmt: setup ## format the sources
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml
	cargo fmt --manifest-path benches/Cargo.toml
	cargo fmt --manifest-path scripts/public-api/Cargo.toml
	$(tools) biome check --write

docs: pkg ## bring docs/rules.md up to date
	cp $(generated)/rules.md docs/rules.md

api: pkg ## bring docs/api/ up to date, where the public API is meant to change
	@$(tools) scripts/api.sh --write

# Compiles the library with the oldest Rust that Cargo.toml promises.
msrv: setup
	@scripts/msrv.sh

clean: ## remove what was built; the tools stay
	rm -rf target pkg node_modules js-tests/node_modules js-tests/*/node_modules $(generated)
