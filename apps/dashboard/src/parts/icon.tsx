const shapes = {
  board: 'M2 2.5h5v6H2zM9 2.5h5v3.5H9zM9 8.5h5v5H9zM2 11h5v2.5H2z',
  book: 'M3 2.5h9.5v11H3zM3 5.5h9.5M8 5.5v8',
  breaks: 'M3 5h10M3 11h10M11 2.5 5 13.5',
  check: 'm3 8.4 3.4 3.4L13 5',
  confirm: 'M2.5 3.5h11v7.5H8l-3 2.5V11H2.5zM5.5 7.2l1.8 1.8 3.4-3.4',
  copy: 'M5 6a1 1 0 0 1 1-1h6.5a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1zM3 11V2.5h7.5',
  down: 'm4 6.2 4 4 4-4',
  failing: 'M8 1.8 14.6 13.6H1.4Z',
  held: 'M4.5 2h7A2.5 2.5 0 0 1 14 4.5v7a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 2 11.5v-7A2.5 2.5 0 0 1 4.5 2zM6.3 5.4v5.2M9.7 5.4v5.2',
  in: 'M13 3 5 11M5 5.5V11h5.5',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.4v3.8M8 4.8v.1',
  ledger: 'M2.5 3.5h11M8 3.5v10M4.5 6.5h1.5M4.5 9.5h1.5M10 6.5h1.5M10 9.5h1.5',
  lock: 'M4.5 7h7A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.500v-4A1.5 1.5 0 0 1 4.5 7zM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2',
  out: 'm3 13 8-8M5.5 5H11v5.5',
  parked: 'M2 9.2 4 3h8l2 6.2V13H2ZM2 9.2h3.4l.9 1.8h3.4l.9-1.8H14',
  pending: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.6V8l2.4 1.6',
  plus: 'M8 3v10M3 8h10',
  refresh: 'M13.5 8A5.5 5.5 0 1 1 11.7 4M13.5 2v3h-3',
  repair: 'M9.5 6.5 3 13M9 3.200a3.3 3.3 0 0 0 3.8 3.800l1.2-1.200A3.8 3.8 0 0 1 9 10.500M10.2 2A3.8 3.8 0 0 0 6 6.8',
  right: 'm6.2 4 4 4-4 4',
  rows: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  search: 'M7 2.4a4.6 4.6 0 1 0 0 9.200A4.6 4.6 0 0 0 7 2.4zM10.5 10.5l3.6 3.6',
  settle: 'M2.5 5.5h10M10 3l2.5 2.5L10 8M13.5 10.5h-10M6 8l-2.5 2.5L6 13',
  settled: 'M8 1.5a6.5 6.5 0 1 0 0 13A6.5 6.5 0 0 0 8 1.5z',
  sortDown: 'M8 3v10M4.5 9.5 8 13l3.5-3.5',
  sortUp: 'M8 13V3M4.5 6.5 8 3l3.5 3.5',
  user: 'M8 2.8a2.6 2.6 0 1 0 0 5.200A2.6 2.6 0 0 0 8 2.8zM3 14c.4-3 2.3-4.4 5-4.400s4.6 1.4 5 4.4',
  x: 'm4 4 8 8M12 4l-8 8',
} as const;

/** What is cut out of a filled mark. */
const cuts: Partial<Record<IconName, string>> = { failing: 'M8 6v3.6M8 11.6v.1', settled: 'm5 8.2 2.1 2.1L11 6' };

export type IconName = keyof typeof shapes;

/** A mark beside a word; alone it says nothing to a reader who cannot see it. */
export function Icon({ name }: { readonly name: IconName }) {
  const cut = cuts[name];
  return (
    <svg className={cut ? 'i solid' : 'i'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name]} />
      {cut && <path className="cut" d={cut} />}
    </svg>
  );
}
