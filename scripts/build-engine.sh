#!/usr/bin/env bash
# Builds whisper-cli and whisper-vad-speech-segments for this machine, once, and links them into node_modules/.bin.
# Not the image's engine: services/transcriber/Dockerfile builds one that runs on any CPU, with the same patch and flags.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=(whisper-cli whisper-vad-speech-segments)
package=node_modules/nodejs-whisper
source=$package/cpp/whisper.cpp
patch=services/transcriber/whisper.cpp.patch
# More loops become vectors, no sum is reordered. Not -ffast-math: docs/decisions/whisper-patch.md.
flags='-fno-math-errno -fno-trapping-math'
if [ ! -f "$source/CMakeLists.txt" ]; then
  echo "The sources of whisper.cpp are not in $source: run 'make setup'." >&2
  exit 1
fi

tty='' green='' plain='' tick='ok '
if [ -t 1 ]; then
  tty=1 tick='✓'
  if [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then green=$'\033[32m' plain=$'\033[0m'; fi
fi

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-10; }

# Native code dies with an illegal instruction on a CPU that lacks what the building one had.
cpu() {
  uname -sm
  if [ -r /proc/cpuinfo ]; then
    grep -m1 -E '^(flags|Features)' /proc/cpuinfo || true
  else
    sysctl -n machdep.cpu.brand_string machdep.cpu.features machdep.cpu.leaf7_features 2>/dev/null || true
  fi
}

version=$(sed -n 's/^project("whisper.cpp" VERSION \([0-9.]*\)).*/\1/p' "$source/CMakeLists.txt")
key=whisper.cpp-$version-$({ cat "scripts/${0##*/}" "$patch"; grep '"version"' "$package/package.json"; cpu; } | digest)
engines=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts/engine
engine=$engines/$key

built() { [ -x "$engine/${tools[0]}" ] && [ -x "$engine/${tools[1]}" ]; }

link() {
  local tool
  mkdir -p node_modules/.bin
  for tool in "${tools[@]}"; do ln -sfn "$engine/$tool" "node_modules/.bin/$tool"; done
  # Where an uploader that npm installed elsewhere looks for it.
  ln -sfn "$key" "$engines/current"
  [ -z "$tty" ] || printf '\r\033[K'
  echo "$green$tick$plain speech engine: whisper.cpp $version, $1"
}

if built; then
  link 'built before'
  exit
fi

mkdir -p "$engines"
# What a killed build left; nothing builds for a day.
find "$engines" -maxdepth 1 -name '.build-*' -mtime +1 -exec rm -rf {} + || true
scratch=$(mktemp -d "$engines/.build-XXXXXX")
log=$scratch/log
# A compiler that is still ending may write once more while its folder goes.
trap 'rm -rf "$scratch" 2>/dev/null || { sleep 1; rm -rf "$scratch"; }' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

failed() {
  local kept=$engines/failed-$key.log
  mv -f "$log" "$kept"
  [ -z "$tty" ] || printf '\r\033[K'
  { echo "The speech engine could not be built: $1 failed. The end of its log:"
    tail -n 25 "$kept" | sed 's/^/  /'
    echo "The whole log: $kept"; } >&2
  exit 1
}

# Lines such as "[ 45%] Building CXX object …": the figure on one line of a terminal, every 10 % in a pipe.
progress() {
  local line percent shown=-1 step=10 pattern='^\[ *([0-9]+)%\]'
  [ -z "$tty" ] || step=1
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ $pattern ]] || continue
    percent=${BASH_REMATCH[1]}
    [ "$percent" -ge $((shown + step)) ] || continue
    shown=$percent
    if [ -n "$tty" ]; then printf '\r\033[K  building the speech engine: %d %%' "$percent"; else echo "  building the speech engine: $percent %"; fi
  done
}

cores=$(node_modules/.bin/node -p 'os.availableParallelism()' 2>/dev/null || getconf _NPROCESSORS_ONLN)
echo "  building the speech engine, once for this machine: 1 to 2 minutes on 2 cores"
seconds=$SECONDS

# Of the sources, 35 MB, only the folder that is patched is copied.
patched=$scratch/source
mkdir "$patched"
for entry in "$source"/*; do ln -s "$PWD/$entry" "$patched/"; done
rm "$patched/src"
cp -R "$source/src" "$patched/src"

# git would take the paths to be below the root of a repository that it is in, and do nothing: none is looked for above.
apply() {
  local file=$PWD/$patch
  cd "$patched"
  if git --version; then
    env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE GIT_CEILING_DIRECTORIES="$(cd .. && pwd -P)" git apply "$file"
  else
    patch -p1 -N -F 0 <"$file"
  fi
}
if ! (apply) >"$log" 2>&1 || cmp -s "$source/src/whisper.cpp" "$patched/src/whisper.cpp"; then
  failed "applying $patch to whisper.cpp $version"
fi

# No OpenMP: one process per core with its own threads is faster. No Metal: the same code on the CPU everywhere.
cmake -S "$patched" -B "$scratch/build" -G 'Unix Makefiles' -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
  -DCMAKE_C_FLAGS="${CFLAGS:-} $flags" -DCMAKE_CXX_FLAGS="${CXXFLAGS:-} $flags" \
  -DGGML_NATIVE=ON -DGGML_LLAMAFILE=ON -DGGML_OPENMP=OFF -DGGML_METAL=OFF -DGGML_CCACHE=OFF \
  -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_SERVER=OFF -DWHISPER_SDL2=OFF >>"$log" 2>&1 || failed 'cmake'
cmake --build "$scratch/build" --target "${tools[@]}" --parallel "$cores" 2>&1 | progress || failed 'the compilation'

mkdir "$scratch/$key"
for tool in "${tools[@]}"; do
  strip "$scratch/build/bin/$tool" 2>/dev/null || true
  mv "$scratch/build/bin/$tool" "$scratch/$key/"
done
"$scratch/$key/whisper-cli" --help >>"$log" 2>&1 || failed 'the first start of whisper-cli'

# One rename, refused when another build was first; then that one is as good.
mv "$scratch/$key" "$engines/" 2>/dev/null || built || failed "moving it to $engine"
rm -f "$engines/failed-$key.log"
link "built in $((SECONDS - seconds)) s"
