import type { NextFunction, Request, Response } from 'express';
import { problem } from './problem.js';

/** No name of ours holds U+0000 and no database keeps it; asked for all the same, it would end as a fault of ours. */
export function onlyKeepablePaths(request: Request, _response: Response, next: NextFunction): void {
  const path = request.url.split('?', 1)[0] ?? '';
  next(
    path.includes('%00')
      ? problem(400, 'path-refused', 'The path cannot be used', 'It holds the character U+0000.')
      : undefined,
  );
}
