import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse } from './refuse.js';
import { askedFor, type Step } from './step.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Asiento</title></head>
<body><h1>The dashboard has not been built</h1>
<p>The house is running and its API answers under <code>/api</code>, but there are no dashboard files to show.</p>
<p>Build them once with <code>npm run build</code> and load this page again.</p></body></html>
`;

/** Where the build puts the dashboard: `dist/dashboard` of the package this file belongs to, run from source or from dist. */
export function dashboardFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'dist', 'dashboard');
}

/**
 * Serves the dashboard. Files with a hash in their name never change and may be kept for good; `index.html` names them and is
 * asked for every time. Addresses of screens are not files: they get `index.html` too.
 */
export function dashboardFiles(folder: string): Step {
  return (request, response, next) => {
    const path = askedFor(request).pathname;
    if (path === '/api' || path.startsWith('/api/')) return next();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, 'read-only', 'The dashboard is read only', 'Files can be read, nothing else.');
    }
    serve(folder, path, response).catch(next);
  };
}

async function serve(folder: string, path: string, response: ServerResponse): Promise<void> {
  const asked = fileAt(folder, path);
  if (asked !== undefined && (await isFile(asked))) return send(asked, response, path.startsWith('/assets/'));
  if (path.startsWith('/assets/'))
    return refuse(
      response,
      404,
      'unknown-path',
      'There is no such file',
      `${path} is not part of this build of the dashboard.`,
    );
  const index = join(folder, 'index.html');
  if (await isFile(index)) return send(index, response, false);
  response.writeHead(503, { 'Content-Type': TYPES['.html'], 'Cache-Control': 'no-store' });
  response.end(NOT_BUILT);
}

/** The file an address means, if it lies inside the folder; what the build says about itself is not for readers. */
function fileAt(folder: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.split('/').some((part) => part.startsWith('.'))) return undefined;
  const file = resolve(folder, `.${decoded}`);
  return file.startsWith(resolve(folder) + sep) ? file : undefined;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function send(file: string, response: ServerResponse, forever: boolean): void {
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  const stream = createReadStream(file);
  stream.on('error', () => response.destroy());
  stream.pipe(response);
}
