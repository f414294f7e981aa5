# All work on the project starts here; `make help` lists the targets. The code behind them is in scripts/ and js-tests/.

tools := scripts/tools.sh
generated := pkg-template/src/generated
everywhere := behaviour types properties sequences bench
wasm_pack := build --release --target web --mode no-install --no-pack --no-typescript

.PHONY: help setup pkg matrix docs api bad-input hostile first bench bench-native bench-logs load load-cloudflare load-redis memory inspector inspector-figures inspector-large inspector-screenshots demo test check test-rust test-unit test-js test-api test-edit test-fuzz soak mutants mutants-rust mutants-ts lint fmt msrv clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install the tools that the machine lacks
	@scripts/setup.sh

demo: pkg ## install the packed package in a new project, parse the documented examples and try the command line
	@node examples/node/run.mjs

inspector: pkg ## build the inspector, a page for bodies and logs, and serve it
	@node examples/inspector/run.mjs

# Reports are rare, so their module is made small instead of fast.
pkg: setup ## build the npm package, pkg/azeer-webhooks-*.tgz, and print its sizes
	cargo run --quiet --locked --package azeer-webhooks-generate -- $(generated)
	$(tools) --wasm wasm-pack --log-level warn $(wasm_pack) --out-dir ../target/wasm-pack wasm -- --locked --quiet
	CARGO_PROFILE_RELEASE_OPT_LEVEL=s $(tools) --wasm wasm-pack --log-level warn $(wasm_pack) --out-dir ../target/wasm-pack-inspect inspect -- --locked --quiet
	$(tools) node scripts/pkg.mjs

test: lint msrv test-rust test-unit test-js test-api test-edit test-fuzz ## run all tests, with one host and one bundler of each family

# Only in the Node.js that is installed, and in no other host.
check: lint test-rust test-unit pkg ## quick checks while editing: lint, and tests of the crate and the package
	$(tools) node js-tests/run.mjs $(everywhere)

matrix: pkg ## test every host, bundler and way of loading, and print the table
	@node scripts/browsers.mjs chromium firefox webkit
	$(tools) node js-tests/matrix.mjs

test-rust: setup
	cargo test --quiet --locked --workspace

# Tests each TypeScript file alone, without WebAssembly.
test-unit: setup
	cargo run --quiet --locked --package azeer-webhooks-generate -- $(generated)
	node js-tests/unit/build.mjs
	node --test js-tests/unit/*.test.mjs

test-js: pkg
	@node scripts/browsers.mjs chromium
	@node scripts/services.mjs postgres redis
	$(tools) node js-tests/run.mjs $(everywhere) server logs cli testing contract inspector docs hosts bundlers examples cloudflare redis-postgres

test-api: pkg
	@$(tools) scripts/api.sh

# Adds a member and an entry to a copy of the project, and looks for them in everything that is generated.
test-edit: pkg
	$(tools) node --test js-tests/edit/*.test.mjs

# Runs 100,000 executions of each target; scripts/fuzz.sh takes another number.
test-fuzz:
	@scripts/fuzz.sh

soak: pkg ## run the property and sequence tests with millions of calls, stop stores again and again, and fuzz with 5 million executions a target
	@node scripts/services.mjs postgres redis
	node scripts/install.mjs js-tests
	SOAK=5000000 node --test js-tests/properties/*.test.mjs
	SOAK=20000000 node --test js-tests/sequences/*.test.mjs
	SOAK=100000 node --test js-tests/testing/*.test.mjs
	SOAK=100000 cargo test --quiet --locked --test it testing
	OUTAGES=50 node js-tests/run.mjs server/outages.test.mjs
	scripts/fuzz.sh 5000000

mutants: mutants-rust mutants-ts ## change the code in one place after another, and check that a test fails each time

# SHARD=0/8 tests every eighth mutant.
mutants-rust: setup
	@scripts/mutants.sh

mutants-ts: pkg
	@node scripts/services.mjs postgres redis
	$(tools) node js-tests/mutants/run.mjs

hostile: pkg ## print the time per byte of hostile bodies of growing size
	node js-tests/run.mjs hostile.mjs

bad-input: pkg ## compare how this and other validators report bad bodies: docs/bad-input.md
	node js-tests/run.mjs bad-input.mjs

first: pkg ## measure the time of the first event in new processes, pages and workers: docs/performance.md
	@node scripts/browsers.mjs chromium firefox
	$(tools) node js-tests/run.mjs hosts/first.mjs

# By default in the Node.js that is installed. HOSTS="node26 bun" chooses other hosts, HOSTS=all chooses all.
bench: pkg ## compare the package's speed with JSON.parse and other validators: docs/performance.md
	$(tools) node js-tests/run.mjs bench/hosts.mjs

# benches/ is a workspace of its own, so that only this target compiles the other parsers. Some of them need
# target-cpu=native.
bench-native: setup ## compare the crate's speed with serde_json, simd-json and sonic-rs
	CARGO_TARGET_DIR=target/benches cargo test --quiet --locked --manifest-path benches/Cargo.toml
	RUSTFLAGS=-Ctarget-cpu=native CARGO_TARGET_DIR=target/benches cargo run --quiet --locked --release \
		--manifest-path benches/Cargo.toml --bin compare -- --json docs/performance/native.json
	node js-tests/bench/report.mjs

bench-logs: pkg ## compare the speed of reading a log with splitting and JSON.parse: docs/performance.md
	node js-tests/run.mjs logs/speed.mjs

# DELIVERIES and SEED choose others. `make test` sends 2,000.
load-redis: export DELIVERIES ?= 20000
load-redis: pkg ## send 20,000 deliveries through examples/redis-postgres, with faults, and print what it takes
	@node scripts/services.mjs postgres redis
	node js-tests/run.mjs redis-postgres/load.mjs

load-cloudflare: pkg ## send 20,000 deliveries to the example for Cloudflare, with faults, and page through 100,000 events
	DELIVERIES=$${DELIVERIES:-20000} EVENTS=$${EVENTS:-100000} $(tools) node js-tests/run.mjs cloudflare

# LINES=100000 is quicker.
inspector-figures: pkg ## print what logs of 200 MB and of a million events take in the inspector, its sizes and Lighthouse's scores
	@node scripts/browsers.mjs chromium
	$(tools) node js-tests/run.mjs inspector/figures.mjs
	$(tools) node js-tests/run.mjs inspector/lighthouse/scores.mjs

# With the numbers of lines and bytes, the rows of the matrix have a log of 200 MB.
inspector-large: pkg ## test the inspector in Chromium, Firefox and WebKit with a log of 200 MB
	@node scripts/browsers.mjs chromium firefox webkit
	LINES=500000 LINE_BYTES=400 MATRIX=$(CURDIR)/target/inspector.jsonl $(tools) node js-tests/run.mjs inspector

inspector-screenshots: pkg ## take the screenshots in docs/inspector
	@node scripts/browsers.mjs chromium
	$(tools) node js-tests/run.mjs inspector/screenshots.mjs

memory: pkg ## print the memory that ten million parses take, and the memory that a kept string holds
	node js-tests/run.mjs memory.mjs

# DELIVERIES=5000 ROUNDS=3 is quicker; SEED=… sends what an earlier run has sent.
load: pkg ## send 50,000 deliveries to a receiver, and compare it with Express and zod: docs/performance.md
	$(tools) node js-tests/run.mjs server/load/run.mjs

lint: setup
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo fmt --manifest-path benches/Cargo.toml --check
	cargo fmt --manifest-path examples/axum/Cargo.toml --check
	cargo fmt --manifest-path scripts/public-api/Cargo.toml --check
	cargo clippy --quiet --locked --workspace --all-targets --features tsify -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps --workspace
	$(tools) biome ci --error-on-warnings

fmt: setup ## format the sources
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml
	cargo fmt --manifest-path benches/Cargo.toml
	cargo fmt --manifest-path examples/axum/Cargo.toml
	cargo fmt --manifest-path scripts/public-api/Cargo.toml
	$(tools) biome check --write

docs: pkg ## update docs/rules.md, docs/payloads.md and what commands print in docs/cli.md, and build the documentation site in target/site
	cp $(generated)/rules.md $(generated)/payloads.md docs/
	node js-tests/run.mjs cli/tour.mjs
	node site/build.mjs

api: pkg ## update docs/api/ after an intended change of the public API
	@$(tools) scripts/api.sh --write

# Compiles the library with the oldest Rust that Cargo.toml promises (rust-version).
msrv: setup
	@scripts/msrv.sh

clean: ## remove everything that was built, except the tools
	rm -rf target pkg node_modules site/node_modules js-tests/node_modules js-tests/*/node_modules $(generated)
