#!/usr/local/bin/node
// Starts the image's function, never as root. Lambda runs it as a user of its own, but `sam local` and Docker do not. A
// USER in the image would do the same, but then `sam local` could not add its emulator to the image.
if (process.getuid() === 0) {
  process.setgroups([]);
  process.setgid('nogroup');
  process.setuid('nobody');
}
import('/opt/ric/index.mjs');
