#!/usr/bin/env bash
# Checks the templates with cfn-lint, cfn-lint-serverless, checkov and, if installed, `sam validate --lint`.
# The linters are kept in the cache folder. Files that have not changed since they last passed are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts
requirements=scripts/lint-requirements.txt
templates=(template.yaml pipeline/access.yaml pipeline/pipeline.yaml)
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }

# Runs a linter in the background. Its output is shown only if it has found something.
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
    # Without a network the templates cannot be checked, which is only allowed outside of CI.
    echo 'templates: not linted, since the linters could not be installed' >&2
    [ -z "${CI:-}" ]
    exit
  fi
  touch "$venv/ready"
fi

sam=$(command -v sam || true)
checked=$cache/lint-checked/$({ cat "${templates[@]}" statemachine/* .checkov.yaml "$0" "$requirements" && echo "$sam"; } | digest)
if [ ! -e "$checked" ]; then
  # Not in a .cfnlintrc, because the SAM CLI would read that too, and does not have the rules.
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
