// Serves a folder over HTTP as any web host or bucket does, with ranges for videos.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { listenLocally } from '../fixtures/listen.ts';

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  mp4: 'video/mp4',
};

export const serveFolder = async (folder: string) => {
  const server = createServer(async ({ url = '', headers }, answer) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
    try {
      const { size } = await stat(path);
      const [, from] = /^bytes=(\d+)-/.exec(headers.range ?? '') ?? [];
      const start = Number(from ?? 0);
      answer.writeHead(from === undefined ? 200 : 206, {
        'content-type': TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
        'content-length': size - start,
        'accept-ranges': 'bytes',
        ...(from !== undefined && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
      });
      createReadStream(path, { start }).pipe(answer);
    } catch {
      answer.writeHead(404).end();
    }
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
