# What a stranger types. Everything runs through scripts/swift, which brings Swift along where the machine has none.
PORT ?= 8080
DATA ?= ./data
OPS := .build/release/ops
SOURCES := Package.swift Services Shared Tests

.PHONY: help run demo test bench lint format build clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16
	@echo "  PORT=$(PORT) and DATA=$(DATA) can be set: make run PORT=9000 DATA=/srv/ops"

run: build ## Start all services in one process on http://127.0.0.1:8080
	$(OPS) up --data $(DATA) --port $(PORT)

demo: build ## Play a simulated quarter at all nine sites, in a folder of its own
	$(OPS) demo --data $(DATA)-demo --port $(PORT)

test: ## Run every test; the last line counts them
	scripts/test

bench: build ## Measure writes, reads and the bus
	$(OPS) bench

lint: ## Check the format and the shell scripts
	scripts/swift format lint --strict -r $(SOURCES)
	bash -n scripts/swift scripts/need scripts/test .ci/run

format: ## Put all sources into the house format
	scripts/swift format -i -r $(SOURCES)

build: ## Build for production
	scripts/need ca-certificates
	scripts/swift build -c release --product ops

clean: ## Remove what was built; data stays
	rm -rf .build
