import type { ReactNode } from 'react';

export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Width in rem; a column without one shares what is left. */
  readonly width?: number;
  /** `num` for figures, `whole` for what is never cut short. */
  readonly className?: 'num' | 'whole';
  /** Steps aside on a narrow screen, 6 first; a column without it always stays. */
  readonly priority?: Priority;
  /** Name of the server's sort; absent when the server cannot sort by it. */
  readonly sort?: string;
  /** Names the row for a screen reader; exactly one column has it. */
  readonly names?: boolean;
}

export type Priority = 1 | 2 | 3 | 4 | 5 | 6;

/** Width of the grid in rem below which a column of this priority steps aside. */
const NEEDED_REM: Readonly<Record<Priority, number>> = { 1: 41, 2: 46, 3: 52, 4: 60, 5: 76, 6: 92 };

/** The columns there is room for. */
export function columnsThatFit<Row>(columns: readonly GridColumn<Row>[], widthRem: number): readonly GridColumn<Row>[] {
  return columns.filter(({ priority }) => priority === undefined || widthRem >= NEEDED_REM[priority]);
}

export interface GridSort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}
