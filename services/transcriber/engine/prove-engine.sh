#!/bin/sh
# Has an engine that was just built hear a recording whose words are known: what compiles may still crash, or hear wrongly.
#   prove-engine.sh FOLDER [RUNNER …]    the folder of both programs; and what starts them, such as qemu-aarch64
# Exit code 0, or 1 and the reason as the last line on stderr. What the programs say is on stdout.
set -u
engine=$1
shift
cd "$(dirname "$0")/../../.." || exit 1
recording=samples/speech/jfk.mp3
words='and so my fellow americans ask not what your country can do for you ask what you can do for your country'
# A second where it runs as it should, a minute or two under qemu.
limit=${PROVE_SECONDS:-600}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 143' TERM HUP INT

fail() {
  echo "$1" >&2
  exit 1
}

# hear PROGRAM ARGUMENT …: runs it, with its stdout in a file of its own. No timeout(1): macOS has none.
hear() {
  program=$1
  shift
  "$@" >"$scratch/$program" 2>"$scratch/said" &
  child=$!
  (for _ in $(seq "$limit"); do sleep 1; done; touch "$scratch/late"; kill -9 $child) >/dev/null 2>&1 &
  watch=$!
  # The shell itself says "Illegal instruction", too.
  wait $child 2>/dev/null
  status=$?
  kill -9 $watch 2>/dev/null
  cat "$scratch/said" "$scratch/$program"
  [ ! -e "$scratch/late" ] || fail "$program did not end within $limit s"
  [ $status -le 128 ] || fail "$program was ended by SIG$(kill -l $status)"
  [ $status -eq 0 ] || fail "$program failed with exit code $status: $(tail -n 1 "$scratch/said")"
}

one_a_line() { tr -s ' \n' '\n\n' | sed '/^$/d'; }

# "[00:00:00.000 --> 00:00:08.000]   And so my fellow Americans": as it is called when it transcribes.
hear whisper-cli "$@" "$engine/whisper-cli" -m models/ggml-tiny.en-q8_0.bin -f $recording -l en -bs 3 -bo 3 -mc 0 -t 1 -np
heard=$(sed 's/^\[[^]]*\]//' "$scratch/whisper-cli" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z \n' | tr -s ' \n' '  ')
echo "$words" | one_a_line >"$scratch/expected"
echo "$heard" | one_a_line >"$scratch/heard"
# One word may be another: processors add in different orders.
[ "$(diff "$scratch/expected" "$scratch/heard" | grep -c '^[<>]')" -le 2 ] ||
  fail "whisper-cli heard \"$(echo $heard | cut -c1-100)\" instead of \"$(echo $words | cut -c1-50) …\""

# "Speech segment 3: start = 816.00, end = 1062.00", in hundredths of a second: somebody speaks from 0.3 to 10.6 s.
hear whisper-vad-speech-segments "$@" "$engine/whisper-vad-speech-segments" -vm models/ggml-silero-v6.2.0.bin -f $recording -t 1 -np
sed -n 's/^Speech segment .*start = \([0-9.]*\), end = \([0-9.]*\).*/\1 \2/p' "$scratch/whisper-vad-speech-segments" |
  awk '{ speech += $2 - $1; last = $2 } NR == 1 { first = $1 }
    END { exit !(first < 100 && last > 1000 && last < 1150 && speech > 600 && speech < 1000) }' ||
  fail 'whisper-vad-speech-segments did not find where somebody speaks'
