#!/usr/bin/env bash
# Builds whisper-cli and whisper-vad-speech-segments for this machine, once, and links them into node_modules/.bin when they
# have heard a recording with known words. Where they cannot, they are built once more, for less of the processor.
# Not the image's engine: services/transcriber/image/Dockerfile builds one that runs on any CPU, with the same patch and flags.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=(whisper-cli whisper-vad-speech-segments)
package=node_modules/nodejs-whisper
source=$package/cpp/whisper.cpp
patch=services/transcriber/image/whisper.cpp.patch
proof=services/transcriber/engine/prove-engine.sh
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

say() {
  [ -z "$tty" ] || printf '\r\033[K'
  echo "$1"
}

# Native code dies with an illegal instruction on a CPU that lacks what the building one had.
cpu() {
  uname -sm
  if [ -r /proc/cpuinfo ]; then
    grep -m1 -E '^(flags|Features)' /proc/cpuinfo || true
  else
    sysctl -n machdep.cpu.brand_string machdep.cpu.features machdep.cpu.leaf7_features 2>/dev/null || true
  fi
}

cc=${CC:-$(command -v cc || command -v gcc || command -v clang || echo cc)}
cxx=${CXX:-$(command -v c++ || command -v g++ || command -v clang++ || echo c++)}
compiler() {
  # shellcheck disable=SC2086 # CC may be "ccache gcc"
  { $cc --version && $cxx --version; } 2>/dev/null | grep -i version || true
  echo "$cc $cxx ${CFLAGS:-} ${CXXFLAGS:-} ${LDFLAGS:-}"
}

version=$(sed -n 's/^project("whisper.cpp" VERSION \([0-9.]*\)).*/\1/p' "$source/CMakeLists.txt")
key=whisper.cpp-$version-$({ cat "scripts/${0##*/}" "$patch" "$proof"; grep '"version"' "$package/package.json"; cpu; compiler; } | digest)
engines=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts/engine
engine=$engines/$key

built() { [ -x "$engine/${tools[0]}" ] && [ -x "$engine/${tools[1]}" ]; }

# Says nothing, or why the engine in this folder cannot hear.
prove() {
  local said
  said=$("$proof" "$1" 2>&1 >>"$2" 3>&-) || echo "${said##*$'\n'}"
}

link() {
  local tool
  mkdir -p node_modules/.bin
  for tool in "${tools[@]}"; do ln -sfn "$engine/$tool" "node_modules/.bin/$tool"; done
  # Where an uploader that npm installed elsewhere looks for it.
  ln -sfn "$key" "$engines/current"
  say "$green$tick$plain speech engine: whisper.cpp $version, $1"
}

# The cache may have come from another machine, whose processor says the same of itself.
if built; then
  why=$(prove "$engine" /dev/null)
  if [ -z "$why" ]; then
    link 'built before'
    exit
  fi
  say "  the speech engine that was built before cannot hear on this machine: $why"
  rm -rf "$engine"
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
  { echo "The speech engine could not be built: $1."
    if [ -n "${CFLAGS:-}${CXXFLAGS:-}" ]; then echo 'CFLAGS or CXXFLAGS are set, and were used: try without them.'; fi
    echo 'The end of its log:'
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

# Of the sources, 35 MB, only the folders that are patched are copied.
patched=$scratch/source
mkdir "$patched"
for entry in "$source"/*; do ln -s "$PWD/$entry" "$patched/"; done
rm "$patched/src" "$patched/ggml"
cp -R "$source/src" "$source/ggml" "$patched/"

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
  failed "$patch does not fit whisper.cpp $version"
fi

# What the compiler makes of these flags: its macros, or nothing where it does not know one.
# shellcheck disable=SC2086
macros() { $cxx -x c++ -dM -E $1 - </dev/null 2>/dev/null; }

has_macro() { [[ $(macros "$1") == *"#define $2 "* ]]; }

# The kinds of build, the fastest first, a line each: its name, its flags, cmake's settings.
# ggml's own native build would put AVX512-FP16 behind all flags: with it a decoder step takes three times as long.
kinds() {
  local native=-march=native amx='-mno-amx-tile -mno-amx-int8 -mno-amx-bf16'
  case $(uname -m) in
    x86_64 | amd64)
      if macros -mno-avx512fp16 >/dev/null; then native+=' -mno-avx512fp16'; fi
      echo "for this processor|$native|$plain_x86"
      if has_macro "$native" __AMX_TILE__; then
        native="$native $amx"
        echo "for this processor, without AMX|$native|$plain_x86"
      fi
      if has_macro "$native" __AVX2__ && has_macro "$native" __FMA__; then
        echo "for any processor with AVX2|-mavx2 -mfma -mf16c -mbmi -mbmi2|$plain_x86"
      fi
      echo "for any x86-64 processor||$plain_x86"
      ;;
    arm64 | aarch64)
      echo 'for this processor||-DGGML_NATIVE=ON'
      echo 'for any arm64 processor||-DGGML_NATIVE=OFF -DGGML_CPU_ARM_ARCH=armv8-a'
      ;;
    *)
      echo 'for this processor||-DGGML_NATIVE=ON'
      echo 'for any processor of this family||-DGGML_NATIVE=OFF'
      ;;
  esac
}
plain_x86='-DGGML_NATIVE=OFF'
for feature in SSE42 AVX AVX2 BMI2 FMA F16C; do plain_x86+=" -DGGML_$feature=OFF"; done

# compile FLAGS SETTINGS: both programs into $scratch/$key. What the user's CFLAGS say comes last, and so wins.
# No OpenMP: one process per core with its own threads is faster. No Metal: the same code on the CPU everywhere.
compile() {
  local build=$scratch/build tool
  rm -rf "$build" "${scratch:?}/$key"
  # shellcheck disable=SC2086
  cmake -S "$patched" -B "$build" -G 'Unix Makefiles' -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_C_FLAGS="$flags $1 ${CFLAGS:-}" -DCMAKE_CXX_FLAGS="$flags $1 ${CXXFLAGS:-}" \
    $2 -DGGML_LLAMAFILE=ON -DGGML_OPENMP=OFF -DGGML_METAL=OFF -DGGML_CCACHE=OFF \
    -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_SERVER=OFF >>"$log" 2>&1 || { echo 'cmake failed'; return; }
  cmake --build "$build" --target "${tools[@]}" --parallel "$cores" 2>&1 | progress >&3 || { echo 'the compilation failed'; return; }
  mkdir "$scratch/$key"
  for tool in "${tools[@]}"; do
    strip "$build/bin/$tool" 2>/dev/null || true
    mv "$build/bin/$tool" "$scratch/$key/"
  done
}

# Both say nothing where all is well.
exec 3>&1
kind='' why=''
while IFS='|' read -r next march settings; do
  if [ -n "$kind" ]; then say "  the engine built $kind does not work here ($why): building one $next"; fi
  kind=$next
  printf '\n--- %s: %s %s\n' "$kind" "$march" "$settings" >>"$log"
  why=$(compile "$march" "$settings" </dev/null)
  if [ -z "$why" ]; then
    [ -z "$tty" ] || printf '\r\033[K  having the speech engine hear a recording'
    why=$(prove "$scratch/$key" "$log")
  fi
  [ -n "$why" ] || break
  echo "$why" >>"$log"
done < <(kinds)
[ -z "$why" ] || failed "one $kind does not work either: $why"

# One rename, refused when another build was first; then that one is as good.
mv "$scratch/$key" "$engines/" 2>/dev/null || built || failed "it could not be moved to $engine"
rm -f "$engines/failed-$key.log"
link "built $kind in $((SECONDS - seconds)) s"
