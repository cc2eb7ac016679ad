#!/usr/bin/env bash
# Runs all checks of this repository, even after a failure. The linters run in parallel, and each one's output is shown
# in one piece. The tests follow, because they use every core; so jest's summary comes last.
set -uo pipefail
cd "$(dirname "$0")/.."

said=$(mktemp -d)
failed=

check() { "$@" >"$said/$name" 2>&1; }

names=(lint types templates)
name=lint check npm run --silent lint & pids=($!)
name=types check npm run --silent types & pids+=($!)
name=templates check scripts/lint-templates.sh & pids+=($!)
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$said"' EXIT

for at in "${!names[@]}"; do
  wait "${pids[at]}" || failed="$failed ${names[at]}"
  cat "$said/${names[at]}"
done

npm test --silent || failed="$failed test"
if [ -n "$failed" ]; then
  echo "failed:$failed" >&2
  exit 1
fi
