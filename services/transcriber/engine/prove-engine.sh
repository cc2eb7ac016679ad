#!/bin/sh
# Has an engine that was just built hear a recording whose words are known: what compiles may still crash, or hear wrongly.
#   prove-engine.sh FOLDER KERNELS [RUNNER …]    the folder of transcribe-engine; the kernels that it shall use, or `best` for
#                                                its own choice; and what starts it, such as qemu-aarch64
# Exit code 0, or 1 and the reason as the last line on stderr. What the program says is on stdout.
set -u
engine=$1
kernels=$2
shift 2
cd "$(dirname "$0")/../../.." || exit 1
recording=samples/speech/jfk.wav
words='and so my fellow americans ask not what your country can do for you ask what you can do for your country'
# A second where it runs natively, a minute or two under qemu.
limit=${PROVE_SECONDS:-600}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 143' TERM HUP INT

fail() {
  echo "$1" >&2
  exit 1
}

# Behind its 44-byte header, the file is exactly the samples that the engine takes.
tail -c +45 $recording >"$scratch/sound"
{ echo '{"id":"proof","type":"transcribe","bytes":'"$(($(wc -c <"$scratch/sound")))"'}' && cat "$scratch/sound"; } >"$scratch/job"

set -- "$@" "$engine/transcribe-engine" --model models/ggml-tiny.en-q8_0.bin --vad models/ggml-silero-v6.2.0.bin
[ "$kernels" = best ] || set -- "$@" --kernels "$kernels"
# No timeout(1): macOS has none.
"$@" <"$scratch/job" >"$scratch/answers" 2>"$scratch/said" &
child=$!
(for _ in $(seq "$limit"); do sleep 1; done; touch "$scratch/late"; kill -9 $child) >/dev/null 2>&1 &
watch=$!
# Hide the shell's own "Illegal instruction".
wait $child 2>/dev/null
status=$?
kill -9 $watch 2>/dev/null
cat "$scratch/said" "$scratch/answers"
[ ! -e "$scratch/late" ] || fail "transcribe-engine did not end within $limit s"
[ $status -le 128 ] || fail "transcribe-engine was ended by SIG$(kill -l $status)"
[ $status -eq 0 ] || fail "transcribe-engine failed with exit code $status: $(cat "$scratch/said" "$scratch/answers" | tail -n 1)"

one_a_line() { tr -s ' \n' '\n\n' | sed '/^$/d'; }

# {"id":"proof","type":"window","start":0,"end":11,"text":"And so, my fellow Americans…","words":[…
heard=$(sed -n 's/^{"id":"proof","type":"window","start":[0-9.]*,"end":[0-9.]*,"text":"\([^"]*\)".*/\1/p' "$scratch/answers" |
  tr '[:upper:]' '[:lower:]' | tr -cd 'a-z \n' | tr -s ' \n' '  ')
echo "$words" | one_a_line >"$scratch/expected"
echo "$heard" | one_a_line >"$scratch/heard"
# One word may differ: processors add in different orders.
[ "$(diff "$scratch/expected" "$scratch/heard" | grep -c '^[<>]')" -le 2 ] ||
  fail "transcribe-engine heard \"$(echo $heard | cut -c1-100)\" instead of \"$(echo $words | cut -c1-50) …\""

# {"id":"proof","type":"speech","speech":[[0.29,2.3],[3.2,4.4]],"probabilities":…: somebody speaks from 0.3 to 10.6 s.
sed -n 's/^{"id":"proof","type":"speech","speech":\[\(.*\)\],"probabilities".*/\1/p' "$scratch/answers" | tr ']' '\n' | tr -d '[' |
  sed 's/^,//; /^$/d' | awk -F , '{ speech += $2 - $1; last = $2 } NR == 1 { first = $1 }
    END { exit !(NR > 0 && first < 1 && last > 10 && last < 11.5 && speech > 6 && speech < 10) }' ||
  fail 'transcribe-engine did not find where somebody speaks'
