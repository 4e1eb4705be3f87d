# What a stranger types. Everything runs through scripts/swift, which brings Swift along where the machine has none.
PORT ?= 8080
DATA ?= ./data
OPS := .build/release/ops
SOURCES := Package.swift Services Shared Tests

BUS ?= local
ROUNDS ?= 50
EXAMPLES ?= 200
SECONDS ?= 60

.PHONY: help run test bench chaos api fuzz lint format build clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16
	@echo "  PORT=$(PORT) and DATA=$(DATA) can be set: make run PORT=9000 DATA=/srv/ops DEMO=1"

run: build ## Start all services in one process on http://localhost:8080
	$(OPS) up --data $(DATA) --port $(PORT) $(if $(DEMO),--demo)

test: ## Run every test; the last line counts them
	scripts/test

bench: build ## Measure writes, the bus, latency, memory and start-up against floors
	scripts/bench

chaos: ## Kill the services at random under load and judge what is left (BUS=kafka needs KAFKA_HOME)
	scripts/need ca-certificates python3 kcat
	scripts/swift build -c release
	python3 Tests/Chaos/chaos.py --bin .build/release --bus $(BUS) --rounds $(ROUNDS)

api: build ## Try every operation of the OpenAPI documents with made-up requests (EXAMPLES of each kind, SEED)
	scripts/need ca-certificates python3 python3-jsonschema python3-hypothesis openapi-specification
	/usr/bin/python3 Tests/Conformance/openapi_properties.py --ops $(OPS) --examples $(EXAMPLES) --rounds 10 $(if $(SEED),--seed $(SEED))

fuzz: ## Feed every decoder of outside bytes with broken input, each for SECONDS
	FUZZ_SECONDS=$(SECONDS) scripts/test --filter FuzzTests

lint: ## Check the format and the shell scripts
	scripts/swift format lint --strict -r $(SOURCES)
	bash -n scripts/swift scripts/need scripts/test scripts/bench .ci/run

format: ## Put all sources into the house format
	scripts/swift format -i -r $(SOURCES)

build: ## Build for production
	scripts/need ca-certificates
	scripts/swift build -c release --product ops

clean: ## Remove what was built; data stays
	rm -rf .build
