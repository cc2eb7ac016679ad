#!/bin/sh
# Has the engine hear a recording with the kernels that this processor can run, the best first: as far as the first that hear,
# or all of them. The names of those that cannot go into `failed-kernels` beside the program, which then leaves them out.
#   prove-kernels.sh FOLDER [all]    prints a line for each; fails where none can. What the engine says is on stderr.
set -u
folder=$1
proof=$(dirname "$0")/prove-engine.sh

names=$("$folder/transcribe-engine" --list-kernels)
status=$?
[ $status -le 128 ] || { echo "transcribe-engine was ended by SIG$(kill -l $status)" && exit 1; }
if [ $status -ne 0 ] || [ -z "$names" ]; then echo 'transcribe-engine does not start' && exit 1; fi

heard=''
for name in $names; do
  said=$("$proof" "$folder" "$name" 2>&1)
  status=$?
  echo "$said" >&2
  if [ $status -eq 0 ]; then
    heard=yes
    echo "$name: hears"
    [ "${2:-}" = all ] || exit 0
  else
    echo "$name: $(echo "$said" | tail -n 1)"
    echo "$name" >>"$folder/failed-kernels"
  fi
done
[ -n "$heard" ]
