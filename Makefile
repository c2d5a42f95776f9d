# The few targets. Each installs what it needs or says what is missing.
SHELL := /bin/bash
BIN := bin/ecabinet
export CGO_ENABLED ?= 1

.PHONY: help demo build test soak bench generate web tools

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: build ## build everything and start a realistic government with sign-in links; AI=fake: with a model that answers by rule
	$(BIN) demo $(if $(AI),-ai $(AI))

build: web ## build the client and the program
	go build -trimpath -o $(BIN) ./cmd/ecabinet

web: web/node_modules/.package-lock.json
	cd web && npm run build

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci

test: ## everything: unit, both databases, browser, accessibility, lint, goldens
	./scripts/test

soak: ## the full figures: a million decisions, a thousand kills, ten thousand breaks
	ECABINET_SOAK=1 ./scripts/soak

bench: ## the figures of docs/performance.md, with machine and date
	./scripts/bench

generate: ## API document, settings table, table of routes, client types
	go test ./cmd/ecabinet/app -update
	cd web && npm run api
