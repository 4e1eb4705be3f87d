# What a stranger types. Everything runs through scripts/swift, which brings Swift along where the machine has none.
PORT ?= 8080
DATA ?= ./data
DEMO_DATA ?= ./data-demo
OPS := .build/release/ops
SOURCES := Package.swift Services Shared Tests

BUS ?= local
EXAMPLES ?= 200
SOAK_MINUTES := $(or $(MINUTES),30)
MINUTES ?= 5
SECONDS ?= $(shell expr $(MINUTES) \* 60)
FAULTS ?=
ROUNDS ?= 0
CASES ?=
ARGS ?=
BIN ?= .build/release
CHAOS = python3 Tests/Chaos --bin $(BIN) --bus $(BUS) --seed $(or $(SEED),$(shell date +%s)) --seconds $(SECONDS) --rounds $(ROUNDS) --faults "$(FAULTS)"

.PHONY: help run demo test bench chaos soak chaos-oracle api fuzz fuzz-guided lint format build clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20
	@echo "  PORT=$(PORT) and DATA=$(DATA) can be set: make run PORT=9000 DATA=/srv/ops DEMO=1"
	@echo "  demo takes SEED and DEMO_DATA: make demo SEED=7 DEMO_DATA=./data-demo-7"
	@echo "  chaos takes BUS, SEED, MINUTES or SECONDS, ROUNDS, FAULTS: make chaos BUS=kafka FAULTS=F1,F4,F7 SECONDS=60"
	@echo "  soak takes BUS, SEED, MINUTES, and FAULTS for others than F1, F3 (F4, F7 over Kafka)"

run: build ## Start all services in one process on http://localhost:8080
	$(OPS) up --data $(DATA) --port $(PORT) $(if $(DEMO),--demo)

demo: build ## Play a quarter of sample data at all nine sites and serve it; the same SEED plays the same
	$(OPS) demo --data $(DEMO_DATA) --port $(PORT) --seed $(or $(SEED),20260104)

test: ## Run every test; the last line counts them
	scripts/test

bench: build ## Measure writes, the bus, lists, latency, memory and start-up against floors (ARGS="--quick")
	scripts/bench $(ARGS)

chaos: ## Break it in every way we know under a mixed load and judge what is left (BUS=kafka|kafka3 need KAFKA_HOME)
	scripts/need ca-certificates python3 kcat libfaketime openssl $(if $(filter kafka%,$(BUS)),openjdk-17-jre-headless)
	$(if $(filter .build/release,$(BIN)),scripts/swift build -c release)
	$(CHAOS)

soak: MINUTES = $(SOAK_MINUTES)
soak: ## Half the rate, a kill, a stop or a broker down every 20 s, growth judged: half an hour (MINUTES, BUS, SEED)
	scripts/need ca-certificates python3 kcat openssl $(if $(filter kafka%,$(BUS)),openjdk-17-jre-headless)
	$(if $(filter .build/release,$(BIN)),scripts/swift build -c release)
	$(CHAOS) --soak

chaos-oracle: ## Take one promise away at a time: chaos must notice each (CASES=dedupe,full-sync,… for some of them)
	scripts/need ca-certificates python3 kcat $(if $(KAFKA_HOME),openjdk-17-jre-headless)
	scripts/swift build
	python3 Tests/Chaos/oracle.py --bin .build/debug --seed $(or $(SEED),$(shell date +%s)) --only "$(CASES)" \
		--seconds $(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),20)

api: build ## Try every operation of the OpenAPI documents with made-up requests (EXAMPLES of each kind, SEED)
	scripts/need ca-certificates python3 python3-jsonschema python3-hypothesis openapi-specification
	/usr/bin/python3 Tests/Conformance/openapi_properties.py --ops $(OPS) --examples $(EXAMPLES) --rounds 10 $(if $(SEED),--seed $(SEED))

fuzz: ## Feed every decoder of outside bytes with broken input, each for SECONDS
	FUZZ_SECONDS=$(SECONDS) scripts/test --filter FuzzTests

fuzz-guided: ## Let libFuzzer look for what brings the decoder NAME down, for SECONDS; without NAME it says which there are
	scripts/need ca-certificates
	OPS_FUZZ=1 scripts/swift build --scratch-path .build/fuzz --sanitize=fuzzer --product fuzz
	mkdir -p .build/fuzz/corpus/$(NAME)
	FUZZ_NAME=$(NAME) FUZZ_CORPUS=.build/fuzz/corpus/$(NAME) .build/fuzz/debug/fuzz -max_total_time=$(SECONDS) -seed=$(or $(SEED),20261127) \
		-max_len=65536 -timeout=60 -print_final_stats=1 .build/fuzz/corpus/$(NAME)

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
