import type { Journal } from '#domain/ledger';
import { keepPositions, livePositions, type Position, type PositionKind } from '../facts/position.store.js';
import { pageOf, POSITIONS_A_PAGE, type Day, type DayStep } from './day.js';

/** What the end of a day makes of a position: what it posts, and the position after it. */
export interface DayOfPosition {
  readonly journals: readonly Journal[];
  readonly position: Position;
}

/** A step over positions of one kind that other systems have told, in pages. */
export function overPositions<Kind extends PositionKind>(
  name: string,
  kind: Kind,
  atEnd: (position: Position<Kind>, day: Pick<Day, 'businessDate'>) => DayOfPosition,
): DayStep {
  return {
    name,
    async page(tx, day, after) {
      const positions = await livePositions(tx, kind, after?.[0] ?? '', POSITIONS_A_PAGE);
      const done = positions.map((position) => ({ before: position, ...atEnd(position, day) }));
      await keepPositions(
        tx,
        done.filter(({ before, position }) => before !== position).map(({ position }) => position),
      );
      return pageOf(
        positions,
        done.flatMap(({ journals }) => journals),
        ({ id }) => [id],
      );
    },
  };
}
