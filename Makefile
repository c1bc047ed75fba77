# From a clone to a window. Every target is thin: xtask/setup.sh makes the machine ready, and the rest is
# Rust in xtask/. Artefacts live outside the checkout, so that a fresh clone does not start from nothing.

export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/attune/target
# A shell that was open while Rust was installed does not know its folder yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

XTASK = $(CARGO_TARGET_DIR)/debug/xtask
announce = @test -x "$(XTASK)" || echo "Compiling the task runner first (under a minute)."

.DEFAULT_GOAL := help
.PHONY: help run test bench bundle tidy types

help: ## Say what can be made
	@echo "Attune:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

run: ## Set up everything and open the assistant
	@xtask/setup.sh build
	$(announce)
	@cargo xtask run

test: ## Set up what tests need and run all of them, the real window included
	@xtask/setup.sh build test
	$(announce)
	@cargo xtask test

bench: ## Measure, and print each figure beside its mark
	@xtask/setup.sh build test bench
	$(announce)
	@cargo xtask bench

bundle: ## Make the Linux packages (deb and rpm)
	@xtask/setup.sh build bundle
	$(announce)
	@cargo xtask bundle

tidy: ## Check the rules of ARCHITECTURE.md and CONTRIBUTING.md
	@cargo xtask tidy

types: ## Write the UI's types anew from crates/wire
	@cargo xtask types
