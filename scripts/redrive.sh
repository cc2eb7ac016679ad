#!/usr/bin/env bash
# scripts/redrive.sh STACK passes events that failed to start a run to Listen again, and removes each from its queue
# once Lambda has accepted it. Repeating it is harmless: a run starts only once. Needs the AWS CLI.
set -euo pipefail
[ $# -eq 1 ] || { echo 'Of which stack? scripts/redrive.sh STACK' >&2 && exit 1; }
stack=$1

idOf() {
  aws cloudformation describe-stack-resource --stack-name "$stack" --logical-resource-id "$1" \
    --query StackResourceDetail.PhysicalResourceId --output text
}

# Reads SQS's answer. EventBridge leaves the event as the body; Lambda leaves a record with the event as requestPayload.
receiptOf() { node -p 'JSON.parse(fs.readFileSync(0, "utf8") || "{}").Messages?.[0].ReceiptHandle ?? ""'; }
eventOf() { node -p 'const body = JSON.parse(JSON.parse(fs.readFileSync(0)).Messages[0].Body); JSON.stringify(body.requestPayload ?? body)'; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
listen=$(idOf ListenFunction)
count=0
for name in UndeliveredEvents FailedEvents; do
  queue=$(idOf "$name")
  while :; do
    aws sqs receive-message --queue-url "$queue" --wait-time-seconds 2 --output json >"$folder/answer"
    receipt=$(receiptOf <"$folder/answer")
    [ -n "$receipt" ] || break
    eventOf <"$folder/answer" >"$folder/event"
    aws lambda invoke --function-name "$listen" --invocation-type Event --payload "fileb://$folder/event" "$folder/out" >"$folder/answer"
    aws sqs delete-message --queue-url "$queue" --receipt-handle "$receipt"
    count=$((count + 1))
  done
done
echo "Handed over to Listen: $count."
