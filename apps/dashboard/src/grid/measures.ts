import { useLayoutEffect, useMemo, useState, type RefObject } from 'react';

const FALLBACK_ROW_PX = 28;

/** Height of one row in px: `--row` is in rem and grows with the reader's font size. */
export function useRowHeight(): number {
  return useMemo(() => {
    const rows = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
    return rows * remPx() > 0 ? rows * remPx() : FALLBACK_ROW_PX;
  }, []);
}

/** Width of an element in rem, followed as it changes; wide until it is measured. */
export function useWidthRem(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = (): void => setWidth(target.clientWidth / remPx());
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
