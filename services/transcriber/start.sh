#!/bin/sh
# Starts the image's function, never as root: Lambda gives it a user of its own, `sam local` and Docker do not.
# A USER in the image would do, but that `sam local` adds its emulator to the image as that user.
function='/usr/local/bin/node /opt/ric/index.mjs'
[ "$(id -u)" = 0 ] || exec $function "$@"
exec setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs $function "$@"
