#!/usr/local/bin/node
// Starts the image's function, never as root: Lambda gives it a user of its own, `sam local` and Docker do not.
// A USER in the image would do, but that `sam local` adds its emulator to the image as that user.
if (process.getuid() === 0) {
  process.setgroups([]);
  process.setgid('nogroup');
  process.setuid('nobody');
}
import('/opt/ric/index.mjs');
