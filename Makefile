# make report   sets everything up, builds, and makes the default report
# make preview  shows a report in the browser and follows its files and the chapters' source: make preview [REPORT=mine]
# make test     sets everything up, builds, and runs every test
# make check    builds and tests one room: make check ROOM=Archives [TEST=regular-expression]
# make lint     style of Swift, Python and C, directions of imports, names in comments, what is said of libraries that are loaded at need
# make format   lets the formatters have their way
# make sanitize the rooms whose threads the compiler does not check, under the Thread Sanitizer
# make fuzz     the readers of strangers' bytes, with inputs made to break them: make fuzz MINUTES=30 [READER='png torch']
# make faults   kills, full disks, failing calls and a jumping clock in every command: make faults [KILLS=520] [CALLS=40] [COMMAND=pack]
# make hostile  report folders and servers that mean harm: every command, every format, opened in a browser (half an hour)
# make verify   the embedded CLIP beside transformers; needs PyTorch, which it installs for itself
# make bench    Quire beside what its users have today; writes the README's table: make bench [ROWS='tsne cbow']
# make bench-check  instructions of small runs beside those on record, by valgrind: make bench-check [ROWS=tsne]

SWIFT ?= swift
QUIRE = .build/release/quire
DEVELOPMENT = .venv-development/bin
SWIFT_FILES = Package.swift Sources Tests Benchmarks
C_FILES = $(shell find Sources Benchmarks Tests/Faults -name '*.[ch]' -o -name '*.cpp' -o -name '*.inc')

MINUTES ?= 5
KILLS ?= 520
CALLS ?= 40

.PHONY: report preview test check sanitize fuzz hostile faults build lint format verify bench bench-check clean set-up set-up-lint set-up-test

report: build
	@$(QUIRE) render

build: set-up
	@$(SWIFT) build -c release --quiet --product quire

preview: set-up
	@Tools/workshop --open $(if $(REPORT),--report $(REPORT))

# Tests run as users run: optimised. They share the products of `make report`.
test: set-up-test lint
	$(SWIFT) build -c release --build-tests
	@Tools/run-tests

# The package is described with the tests of one room, so that nothing is built that they do not stand on.
check: export QUIRE_ROOMS = $(ROOM)
check: set-up-test
	$(if $(ROOM),,$(error which room? make check ROOM=Archives))
	$(SWIFT) build -c release --product quirePackageTests
	$(if $(filter EndToEnd,$(ROOM)),$(SWIFT) build -c release --product quire)
	@Tools/run-tests $(if $(TEST),--filter '$(TEST)')

sanitize: set-up-test
	@Tools/sanitize

fuzz: set-up
	@Tools/fuzz --minutes $(MINUTES) $(READER)

faults: build
	@Tests/Faults/limits.py
	@Tests/Faults/run.py --kills $(KILLS) --calls $(CALLS) $(if $(COMMAND),--command '$(COMMAND)')

hostile: set-up-test
	@$(SWIFT) build -c release --quiet --product quire
	@$(DEVELOPMENT)/python Tests/Hostile/hostile.py $(FOLDER)
	@$(DEVELOPMENT)/python Tests/Hostile/network.py

set-up:
	@Tools/set-up

set-up-lint:
	@Tools/set-up lint

set-up-test:
	@Tools/set-up test

lint: set-up-lint
	@$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_FILES)
	@$(DEVELOPMENT)/ruff check --quiet
	@$(DEVELOPMENT)/ruff format --check --quiet
	@$(DEVELOPMENT)/clang-format --dry-run --Werror $(C_FILES)
	@Tools/lint-imports --self-test
	@Tools/lint-imports
	@Tools/lint-symbols --self-test
	@Tools/lint-symbols
	@Tools/lint-prototypes --self-test
	@Tools/lint-prototypes

format: set-up-lint
	@$(SWIFT) format --in-place --recursive --parallel $(SWIFT_FILES)
	@$(DEVELOPMENT)/ruff check --fix --quiet
	@$(DEVELOPMENT)/ruff format --quiet
	@$(DEVELOPMENT)/clang-format -i $(C_FILES)

verify:
	@Tools/miniclip/verify $(LOGITS)

bench: set-up
	Benchmarks/run.py $(ROWS)

bench-check: set-up
	Benchmarks/check.py $(ROWS)

clean:
	rm -rf .build .build-* .venv .venv-development
