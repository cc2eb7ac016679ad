#!/usr/bin/env bash
# The templates under cfn-lint, cfn-lint-serverless, checkov and, where there is one, `sam validate --lint`.
# The linters live in the cache folder; what was checked already and is unchanged is not checked again.
set -euo pipefail
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts
requirements=scripts/lint-requirements.txt
templates=(template.yaml pipeline/access.yaml pipeline/pipeline.yaml)
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }

# Runs a linter beside the others. What it says is shown only where it has found something.
pids=()
start() {
  { said=$("$@" 2>&1) || { echo "$said" >&2 && exit 1; }; } &
  pids+=($!)
}

if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  echo 'templates: not linted, since there is no python3 with venv here' >&2
  exit 0
fi

venv=$cache/lint-$(digest <"$requirements")
if [ ! -e "$venv/ready" ]; then
  echo 'installing cfn-lint and checkov (once)'
  rm -rf "$venv"
  if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"; }; then
    # No network is no fault of the templates; a CI server has to have one.
    echo 'templates: not linted, since the linters could not be installed' >&2
    [ -z "${CI:-}" ]
    exit
  fi
  touch "$venv/ready"
fi

sam=$(command -v sam || true)
checked=$cache/lint-checked/$({ cat "${templates[@]}" statemachine/* .checkov.yaml "$0" "$requirements" && echo "$sam"; } | digest)
if [ ! -e "$checked" ]; then
  # Not in a .cfnlintrc, which the SAM CLI would read too and lacks the rules of.
  start "$venv/bin/cfn-lint" --append-rules cfn_lint_serverless.rules --template "${templates[@]}"
  start env LOG_LEVEL=ERROR "$venv/bin/checkov" --config-file .checkov.yaml
  if [ -n "$sam" ]; then
    for template in "${templates[@]}"; do
      start env AWS_DEFAULT_REGION=us-east-1 SAM_CLI_TELEMETRY=0 "$sam" validate --lint --template "$template"
    done
  else
    echo 'templates: no `sam validate --lint`, since there is no SAM CLI on the PATH' >&2
  fi
  failed=0
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  [ "$failed" = 0 ] || exit 1
  mkdir -p "${checked%/*}"
  touch "$checked"
fi
echo 'templates: no findings'
