# `make demo` runs the main job; `make test` passes the tests. Both install what they need into .venv first.
.PHONY: help install demo test test-slow check format bench bench-quick bench-gate chaos chaos-quick chaos-once soak kafka image-check compose-check deploy-check deploy-check-quick chart lock clean
.DEFAULT_GOAL := help
PYTHON ?=
BIN := .venv/bin

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.installed: pyproject.toml requirements/dev.txt tools/install.sh
	@tools/install.sh dev $(PYTHON)

.venv/.demo: pyproject.toml requirements/demo.txt tools/install.sh
	@tools/install.sh demo $(PYTHON)

install: ## make .venv with the command communique
	@tools/install.sh dev $(PYTHON)

demo: .venv/.demo ## watch articles in 13 languages go through Kafka (embedded: no Java, no Docker)
	@$(BIN)/communique demo

test: check ## lint, types, layers and the tests that this machine can run
	@$(BIN)/pytest -n 2 --dist loadscope -m "not slow and not deploy"

test-slow: .venv/.installed ## the tests that take over ten seconds each: crashes, zombies, storms, poison
	@$(BIN)/pytest -n 2 --dist loadscope -m "slow and not deploy"

check: .venv/.installed ## lint, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports
	@$(BIN)/communique taxonomy check vietnam-diplomacy foreign-affairs

format: .venv/.installed ## format and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: .venv/.installed ## measure beside peers on Apache Kafka, write docs/benchmarks.md (45 minutes; RESUME=1, ONLY="whole start"; QUICK=1 shows that each works)
	@PYTHONPATH=. $(BIN)/python -m benchmarks $(if $(RESUME),--resume) $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

bench-quick: .venv/.installed ## measure the transport beside plain aiokafka and Faust
	@PYTHONPATH=. $(BIN)/python -m benchmarks.transport

bench-gate: .venv/.installed ## is this commit slower than its parent? (AGAINST=commit)
	@PYTHONPATH=. $(BIN)/python -m benchmarks.gate --against $(or $(AGAINST),HEAD~1)

chaos: .venv/.installed ## inject every fault into Kafka and workers, account for every article (100 minutes; MODE=exactly-once)
	@PYTHONPATH=. $(BIN)/python -m tests.chaos --full --resume --json .cache/chaos/full.json $(if $(MODE),--mode $(MODE))

chaos-quick: .venv/.installed ## the same, each fault briefly (8 minutes; MODE=exactly-once)
	@PYTHONPATH=. $(BIN)/python -m tests.chaos --quick $(if $(MODE),--mode $(MODE))

chaos-once: .venv/.installed ## the faults that tell most about exactly-once delivery, each briefly (4 minutes)
	@PYTHONPATH=. $(BIN)/python -m tests.chaos --quick --mode exactly-once --only kill rolling-restart join-leave zombie poison transactions refused broker-kill

soak: .venv/.installed ## an hour of faults at random, watching memory (MINUTES=60)
	@PYTHONPATH=. $(BIN)/python -m tests.chaos soak --minutes $(or $(MINUTES),60)

kafka: .venv/.installed ## run an Apache Kafka to try things on (Java 17, Maven)
	@PYTHONPATH=. $(BIN)/python -m tests.kafka serve --port 9092 --channels articles.raw:4,articles.enriched:4,articles.dead-letter:4

image-check: .venv/.installed ## build the image on a local Debian and look into it (root; a Docker engine of its own)
	@PYTHONPATH=. $(BIN)/python -m tests.deploy image

compose-check: .venv/.installed ## the image, and docker-compose.yml brought up on local images: articles in, Prometheus, down (root; 10 minutes)
	@PYTHONPATH=. $(BIN)/python -m tests.deploy compose --json .cache/deploy/compose.json

deploy-check: .venv/.installed ## the chart on a Kubernetes node of our own: install, test, upgrade under load, feeds, KEDA (root; 15 minutes; SKIP=keda, ONLY=..., RESUME=1)
	@PYTHONPATH=. $(BIN)/python -m tests.deploy cluster --json .cache/deploy/cluster.json $(if $(ONLY),--only $(ONLY)) $(if $(SKIP),--skip $(SKIP)) $(if $(RESUME),--resume)

deploy-check-quick: .venv/.installed ## the chart under Helm 3 and 4, its renders judged by Kubernetes' schemas and checkov; Dockerfile (Go, npm, Java, Maven)
	@$(BIN)/pytest -n 2 --dist loadscope -m deploy tests/deploy

chart: .venv/.installed ## write anew what of the chart is generated: schema, README, rules, golden renders
	@PYTHONPATH=. $(BIN)/python tools/chart.py
	@PYTHONPATH=. $(BIN)/python -m tests.deploy.golden

lock: .venv/.installed ## pin the dependencies anew, by hash
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements/runtime.txt
	@$(BIN)/uv pip compile pyproject.toml requirements/dev.in --extra demo --extra tracing -c requirements/runtime.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/dev.txt
	@$(BIN)/uv pip compile pyproject.toml requirements/demo.in --extra demo -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/demo.txt
	@for name in build deploy; do $(BIN)/uv pip compile requirements/$$name.in --universal --python-version 3.11 --generate-hashes --allow-unsafe --no-emit-index-url --no-header --quiet --upgrade -o requirements/$$name.txt; done

clean: ## remove .venv and caches
	@rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
