#!/usr/bin/env bash
# Runs the transcriber's image under Lambda's runtime emulator on port 9000, so that curl can transcribe a whole video.
# `sam local invoke` needs neither this port nor this emulator. By default, S3 is the one of `npm run s3`.
set -euo pipefail

image=${IMAGE:-splitfunction:transcriber}
port=${PORT:-9000}
release=https://github.com/aws/aws-lambda-runtime-interface-emulator/releases/latest/download
case $(uname -m) in
  arm64 | aarch64) arch=arm64 ;;
  *) arch=x86_64 ;;
esac

# SAM CLI brings the emulator along; without SAM it is downloaded once.
find_emulator() {
  local sam folder
  if sam=$(command -v sam); then
    folder=$(dirname "$(readlink -f "$sam")")
    find "$folder/.." -name "aws-lambda-rie-$arch" -path '*/rapid/*' -print -quit 2>/dev/null
  fi
}

emulator=$(find_emulator)
if [ -z "$emulator" ]; then
  emulator=${XDG_CACHE_HOME:-$HOME/.cache}/course-transcripts/aws-lambda-rie-$arch
  name=aws-lambda-rie
  if [ "$arch" = arm64 ]; then name=aws-lambda-rie-arm64; fi
  if [ ! -f "$emulator" ]; then
    mkdir -p "$(dirname "$emulator")"
    curl --fail --location --progress-bar --output "$emulator.part" "$release/$name"
    mv "$emulator.part" "$emulator"
  fi
fi

docker image inspect "$image" >/dev/null 2>&1 || { echo "There is no image $image: run \`make image\` first." >&2; exit 1; }
# SAM's copy may not be executable, so the container makes an executable one.
exec docker run --rm --name transcriber-"$port" -p "127.0.0.1:$port:8080" \
  --add-host host.docker.internal:host-gateway -v "$emulator:/emulator:ro" \
  -e AWS_ENDPOINT_URL="${AWS_ENDPOINT_URL:-http://host.docker.internal:4568}" \
  -e VIDEO_BUCKET="${VIDEO_BUCKET:-videos}" -e TRANSCRIPT_BUCKET="${TRANSCRIPT_BUCKET:-transcripts}" \
  -e AWS_REGION="${AWS_REGION:-us-east-1}" -e AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-local}" \
  -e AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-local}" -e AWS_LAMBDA_FUNCTION_TIMEOUT=900 \
  --entrypoint /bin/sh "$image" -c \
  'cp /emulator /tmp/rie && chmod +x /tmp/rie && exec /tmp/rie /opt/start transcribe.handler'
