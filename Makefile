# make report   sets everything up, builds, and makes the default report
# make test     sets everything up, builds, and runs every test
# make lint     style, and the directions of imports
# make verify   the embedded CLIP beside transformers; needs PyTorch, which it installs for itself
# make bench    Quire beside what its users have today; writes the README's table

SWIFT ?= swift
QUIRE = .build/release/quire

.PHONY: report test build lint format verify bench clean

report: build
	@$(QUIRE) render

build: set-up
	@$(SWIFT) build -c release --quiet --product quire

# Tests run as users run: optimised. They share the products of `make report`.
test: set-up lint
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build

.PHONY: set-up
set-up:
	@Tools/set-up

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
	@python3 Tools/lint-imports

format:
	@$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

verify:
	@Tools/miniclip/verify $(LOGITS)

bench: set-up
	Benchmarks/run.py

clean:
	rm -rf .build .venv
