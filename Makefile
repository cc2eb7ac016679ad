# The commands of this repository. Plain `make` lists them.
.PHONY: help setup demo test lint image local-container deploy clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | awk -F '\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'

setup: ## install what is missing and build the speech engine
	@scripts/setup.sh

demo: setup ## transcribe the videos of samples/course on this machine into demo-transcripts/
	@echo 'npx uploader samples/course --local --out demo-transcripts'
	@PATH="$(CURDIR)/node_modules/.bin:$$PATH" uploader samples/course --local --out demo-transcripts

test: setup ## lint, check the types, run the tests
	@scripts/test.sh

lint: setup ## check the style of the code, and the templates
	@npm run --silent lint
	@scripts/lint-templates.sh

image: ## build the transcriber's image
	sam build SplitFunction --build-dir .aws-sam/image

local-container: ## transcribe with the transcriber's image on this machine
	scripts/local-container.sh

deploy: ## build everything and deploy it to your AWS account
	sam build && sam deploy --resolve-image-repos

clean: ## remove what was built or installed here; transcripts, engine and models stay
	rm -rf .aws-sam coverage dist node_modules
