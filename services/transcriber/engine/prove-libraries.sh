#!/bin/sh
# Has the image's engine hear a recording with each library that this processor can run, the best first, and removes those
# that cannot. Fails where none can.
#   prove-libraries.sh FOLDER [RUNNER …]    as prove-engine.sh
set -u
proof=$(dirname "$0")/prove-engine.sh
heard=''
GGML_CPU_EXCEPT=''
export GGML_CPU_EXCEPT
while :; do
  said=$("$proof" "$@" 2>&1)
  status=$?
  library=$(echo "$said" | sed -n 's/^ggml_backend_load_best: //p' | head -n 1)
  [ -n "$library" ] || break
  if [ $status -eq 0 ]; then
    heard=yes
    echo "$library: hears"
  else
    echo "$library: removed, $(echo "$said" | tail -n 1)"
    rm -f "$1/$library"
  fi
  GGML_CPU_EXCEPT=$GGML_CPU_EXCEPT:$library
done
[ -n "$heard" ] || { echo "No library of $1 can hear: $(echo "$said" | tail -n 1)" >&2; exit 1; }
