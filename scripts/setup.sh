#!/usr/bin/env bash
# Prepares a checkout: npm packages (including Node.js 24), ffmpeg, the speech engine, the command `uploader`. Installs
# only what is missing. AWS needs none of this: `sam build` and the image install everything themselves.
set -euo pipefail
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts
log=$(mktemp "${TMPDIR:-/tmp}/course-transcripts-setup.XXXXXX")
ticker=''
trap '[ -z "$ticker" ] || kill "$ticker" 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

tty='' green='' red='' plain='' tick='ok ' cross='failed:'
if [ -t 1 ]; then
  tty=1 tick='✓' cross='✗'
  if [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then green=$'\033[32m' red=$'\033[31m' plain=$'\033[0m'; fi
fi

ready() { echo "$green$tick$plain $1"; }

stop() {
  echo "$red$cross$plain $1" >&2
  exit 1
}

# Prints one line, which counts the seconds on a terminal. A command's output is shown only if the command fails.
step() {
  local what=$1 status=0
  shift
  if [ -n "$tty" ]; then
    # In a process of its own, so that Ctrl-C reaches the command in the foreground.
    (n=0 && while sleep 1; do n=$((n + 1)) && printf '\r\033[K  %s … %d s' "$what" "$n"; done) &
    ticker=$!
    printf '  %s …' "$what"
  else
    echo "  $what"
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ -n "$ticker" ]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=''
    printf '\r\033[K'
  fi
  [ "$status" -eq 0 ] && return
  # npm prints the error first and a long explanation after it; compilers and apt-get print the error last.
  if [ "$(wc -l <"$log")" -gt 30 ]; then { head -n 12 "$log" && echo '…' && tail -n 15 "$log"; } else cat "$log"; fi | sed 's/^/  /' >&2
  stop "$what"
}

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }

has() { command -v "$1" >/dev/null 2>&1; }

# --- Programs of the system ------------------------------------------------------------------------------------------

# "ffmpeg version 5.1.9-0+deb12u1", "ffmpeg version n7.1"; a build from git has no number and is assumed to be new.
ffmpeg_is_new_enough() {
  local major minor version
  has ffmpeg || return 1
  version=$(ffmpeg -version 2>/dev/null | sed -n '1s/^ffmpeg version n\{0,1\}\([0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$version" ] || return 0
  major=${version%%.*} minor=${version#*.}
  [ "$major" -gt 4 ] || { [ "$major" -eq 4 ] && [ "$minor" -ge 4 ]; }
}

# On macOS, cc and c++ exist before a compiler is installed, and open a dialog.
has_compiler() {
  if [ "$(uname -s)" = Darwin ]; then xcode-select -p >/dev/null 2>&1; else has c++ || has g++ || has clang++; fi
}

missing=()
look_for_tools() {
  missing=()
  ffmpeg_is_new_enough || missing+=(ffmpeg)
  has make || missing+=(make)
  has_compiler || missing+=(c++)
}

# The names for Debian and for dnf, which finds ffmpeg by its file, since its package has several names.
package_names() {
  local tool
  for tool in "${missing[@]}"; do
    case $1-$tool in
      apt-get-c++) echo g++ ;;
      dnf-c++) echo gcc-c++ ;;
      dnf-ffmpeg) echo /usr/bin/ffmpeg ;;
      *) echo "$tool" ;;
    esac
  done
}

install_tools() {
  local manager='' sudo=() packages=() name as='' command purpose='for the speech engine'
  for name in apt-get dnf brew; do
    if has "$name"; then manager=$name && break; fi
  done
  if [ "$(uname -s)" = Darwin ] && ! has_compiler; then
    stop 'A C++ compiler is needed to build the speech engine. Run this, then try again:'$'\n''  xcode-select --install'
  fi
  if [ -z "$manager" ] && [ "$(uname -s)" = Darwin ]; then
    stop "Needed and not found: ${missing[*]}. With Homebrew (https://brew.sh), run this, then try again:"$'\n'"  brew install ${missing[*]}"
  fi
  [ -n "$manager" ] || stop "Needed and not found: ffmpeg 4.4 or newer, make, a C++ compiler (here: ${missing[*]}). Please install them, then try again."

  while IFS= read -r name; do packages+=("$name"); done < <(package_names "$manager")
  if [ "${missing[0]}" = ffmpeg ]; then
    purpose='for video'
    [ "${#missing[@]}" -eq 1 ] || purpose='for video and the speech engine'
  fi

  if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
    as=' as root'
    if has sudo; then as='' && sudo=(sudo); fi
    case $manager in
      apt-get) command="apt-get update && ${sudo[*]:+sudo }apt-get install -y --no-install-recommends ${packages[*]}" ;;
      dnf) command="dnf install -y ${packages[*]}" ;;
    esac
    # sudo can ask for a password only on a terminal.
    if ! has sudo || ! { sudo -n true 2>/dev/null || { [ -t 0 ] && [ -n "$tty" ] && echo "  sudo, to install ${packages[*]} $purpose:" && sudo -v; }; }; then
      stop "Needed $purpose: ${packages[*]}. Run this$as, then try again:"$'\n'"  ${sudo[*]:+sudo }$command"
    fi
  fi

  step "installing ${missing[*]} ($purpose)" "install_with_$manager" ${sudo[@]+"${sudo[@]}"}
  look_for_tools
  if has ffmpeg && ! ffmpeg_is_new_enough; then stop 'ffmpeg 4.4 or newer is needed, this system has an older one. Put a newer one on the PATH: https://ffmpeg.org/download.html'; fi
  [ "${#missing[@]}" -eq 0 ] || stop "Still not found: ${missing[*]}"
}

install_with_brew() { brew install --quiet "${packages[@]}"; }

install_with_dnf() { "$@" dnf install -y --setopt=install_weak_deps=False "${packages[@]}"; }

install_with_apt-get() {
  local apt=("$@" env DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300)
  # The package lists are fetched only if there are none or they are too old.
  "${apt[@]}" install --no-install-recommends "${packages[@]}" ||
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${packages[@]}"; }
}

# --- npm packages ----------------------------------------------------------------------------------------------------

# npm 9 and Node.js 18 are the oldest that can install this lock file; older ones first fetch newer ones.
use_new_npm() {
  local node npm home=$cache/node-24
  node=$(node -p 'process.versions.node') || stop 'The Node.js on this machine does not start: https://nodejs.org/en/download'
  npm=$(npm --version 2>/dev/null) || stop 'The npm on this machine does not start: https://nodejs.org/en/download'
  if [ "${node%%.*}" -ge 18 ] && [ "${npm%%.*}" -ge 9 ]; then return; fi
  if ! "$home/node_modules/.bin/node" "$home/node_modules/npm/bin/npm-cli.js" --version >/dev/null 2>&1; then
    rm -rf "$home" && mkdir -p "$home"
    step "getting Node.js 24 (Node.js $node with npm $npm is too old)" \
      npm install --prefix "$home" --no-save --no-package-lock --no-audit --no-fund node@24 npm@11
  fi
  PATH=$home/node_modules/.bin:$PATH
}

stamp=node_modules/.setup-stamp
wanted=$({ cat package-lock.json package.json; uname -sm; } | digest)
packages_are_ready() { [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; }

install_packages() {
  npm ci --include=dev --no-audit --no-fund --loglevel=error || return
  # If the user's settings have ignore-scripts, Node.js itself is still missing.
  node_modules/.bin/node --version || npm rebuild node --ignore-scripts=false --loglevel=error
}

# --- The steps -------------------------------------------------------------------------------------------------------

packages_are_ready || { has node && has npm; } || stop 'Node.js with npm is needed to begin with (20 or newer is best): https://nodejs.org/en/download'

look_for_tools
[ "${#missing[@]}" -eq 0 ] || install_tools
ready 'ffmpeg, C++ compiler'

if ! packages_are_ready; then
  use_new_npm
  step 'installing the npm packages' install_packages
  node_modules/.bin/node --version >"$log" 2>&1 || stop "Node.js 24 did not come with the npm packages: $(tail -n 1 "$log")"
  echo "$wanted" >"$stamp"
fi
ready "npm packages, Node.js $(node_modules/.bin/node -p 'process.versions.node')"

scripts/build-engine.sh

ln -sfn ../../bin/uploader.js node_modules/.bin/uploader
ready 'uploader command: npx uploader'
