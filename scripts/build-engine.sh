#!/usr/bin/env bash
# Builds transcribe-engine for this machine, once, and links it into node_modules/.bin if it transcribes a recording
# correctly. One program has kernels for every processor of its kind; kernels that fail here are never used.
# The image's engine is built from the same sources by services/transcriber/image/Dockerfile.
set -euo pipefail
cd "$(dirname "$0")/.."

source=services/transcriber/engine/native
proofs=services/transcriber/engine

tty='' green='' plain='' tick='ok '
if [ -t 1 ]; then
  tty=1 tick='✓'
  if [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then green=$'\033[32m' plain=$'\033[0m'; fi
fi

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-10; }

say() {
  [ -z "$tty" ] || printf '\r\033[K'
  echo "$1"
}

cxx=${CXX:-$(command -v c++ || command -v g++ || command -v clang++ || echo c++)}

# Everything that the program is made of, and the scripts that test it.
ingredients() {
  local file
  find "$source" -type f ! -name '*.md' ! -path '*/tests/*' | LC_ALL=C sort | while IFS= read -r file; do echo "$file" && cat "$file"; done
  cat "scripts/${0##*/}" "$proofs"/prove-*.sh
  uname -sm
  # shellcheck disable=SC2086 # CXX may be "ccache g++"
  $cxx --version 2>/dev/null | head -n 1 || true
  echo "$cxx ${CPPFLAGS:-} ${CXXFLAGS:-} ${LDFLAGS:-}"
  # Only these flags bind the program to this processor; otherwise it checks at each start what the processor can do.
  case ${CXXFLAGS:-} in *=native*) processor ;; esac
}

processor() {
  if [ -r /proc/cpuinfo ]; then
    grep -m1 -E '^(flags|Features)' /proc/cpuinfo || true
  else
    sysctl -n machdep.cpu.brand_string machdep.cpu.features machdep.cpu.leaf7_features 2>/dev/null || true
  fi
}

version=$(sed -n 's/.*kVersion = "\([0-9.]*\)".*/\1/p' "$source/protocol/answers.cpp")
key=transcribe-engine-$version-$(ingredients | digest)
engines=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts/engine
engine=$engines/$key

built() { [ -x "$engine/transcribe-engine" ]; }

# prove FOLDER LOG: prints a line for each kind of kernels that fails; succeeds if any works.
prove() {
  local line hears=''
  while IFS= read -r line; do
    case $line in
      *': hears') hears=yes ;;
      *': '*) say "  the engine's ${line%%: *} kernels do not work here (${line#*: }): the next ones are tried" ;;
      *) say "  $line" ;;
    esac
  done < <("$proofs/prove-kernels.sh" "$1" 2>>"$2" </dev/null)
  [ -n "$hears" ]
}

link() {
  mkdir -p node_modules/.bin
  ln -sfn "$engine/transcribe-engine" node_modules/.bin/transcribe-engine
  # An uploader that npm installed elsewhere looks for it here.
  ln -sfn "$key" "$engines/current"
  # Its time tells when it was last used: other checkouts share this folder.
  touch "$engine"
  find "$engines" -mindepth 1 -maxdepth 1 ! -name "$key" ! -name current -mtime +30 -exec rm -rf {} + || true
  say "$green$tick$plain speech engine: $version with $("$engine/transcribe-engine" --list-kernels | head -n 1) kernels, $1"
}

# The cache may come from another machine.
if built; then
  if prove "$engine" /dev/null; then
    link 'built before'
    exit
  fi
  say '  the speech engine that was built before cannot hear on this machine'
  rm -rf "$engine"
fi

mkdir -p "$engines"
# Remove what a killed build left. No build takes a day.
find "$engines" -maxdepth 1 -name '.build-*' -mtime +1 -exec rm -rf {} + || true
scratch=$(mktemp -d "$engines/.build-XXXXXX")
log=$scratch/log
# A compiler that is still ending may write into the folder while it is being removed.
trap 'rm -rf "$scratch" 2>/dev/null || { sleep 1; rm -rf "$scratch"; }' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

failed() {
  local kept=$engines/failed-$key.log
  mv -f "$log" "$kept"
  [ -z "$tty" ] || printf '\r\033[K'
  { echo "The speech engine could not be built: $1."
    echo 'The end of its log:'
    tail -n 25 "$kept" | cut -c1-200 | sed 's/^/  /'
    echo "The whole log: $kept"; } >&2
  exit 1
}

# Each object and program is one line with its name after -o. Shows percent on a terminal, every 25 % in a pipe.
progress() {
  local line done=0 percent shown=-1 step=25
  [ -z "$tty" ] || step=1
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in *' -o '*) done=$((done + 1)) ;; *) continue ;; esac
    percent=$((100 * done / $1))
    [ "$percent" -ge $((shown + step)) ] || continue
    shown=$percent
    if [ -n "$tty" ]; then printf '\r\033[K  building the speech engine: %d %%' "$percent"; else echo "  building the speech engine: $percent %"; fi
  done
}

cores=$(node_modules/.bin/node -p 'os.availableParallelism()' 2>/dev/null || getconf _NPROCESSORS_ONLN)
echo '  building the speech engine, once for this machine: half a minute on 2 cores'
seconds=$SECONDS

# make cannot handle blanks in paths, so the sources are copied. Settings of another make must not reach this one.
cp -R "$source" "$scratch/source"
run_make() { (cd "$scratch/source" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "$@"); }

# compile [NAME=VALUE …]: builds the program in $scratch/$key with these settings, in addition to the environment's.
compile() {
  local steps command=(make "OUT=../build" "CXX=$cxx" "$@")
  rm -rf "$scratch/build" "${scratch:?}/$key"
  steps=$(run_make "${command[@]}" -n 2>>"$log" | grep -c -e ' -o ') || return
  run_make "${command[@]}" -j"$cores" 2>&1 </dev/null | progress "$steps" || return
  mkdir "$scratch/$key"
  strip "$scratch/build/transcribe-engine" 2>/dev/null || true
  mv "$scratch/build/transcribe-engine" "$scratch/$key/"
  [ -z "$tty" ] || printf '\r\033[K  having the speech engine hear a recording'
}

why='none of its kernels can hear'
attempt() {
  compile "$@" || { why='the compilation failed'; return 1; }
  prove "$scratch/$key" "$log" || { why='none of its kernels can hear'; return 1; }
}

# The user's flags come after the project's own, and so take precedence.
if ! attempt; then
  [ -n "${CPPFLAGS:-}${CXXFLAGS:-}${LDFLAGS:-}" ] || failed "$why"
  say "  the engine built with your CPPFLAGS, CXXFLAGS and LDFLAGS does not work ($why): building one without them"
  attempt CPPFLAGS= CXXFLAGS= LDFLAGS= || failed "$why"
fi

# A single rename; it fails if another build was first, whose program is just as good.
mv "$scratch/$key" "$engines/" 2>/dev/null || built || failed "it could not be moved to $engine"
rm -f "$engines/failed-$key.log"
link "built in $((SECONDS - seconds)) s"
