/** Business dates are plain dates: they have no zone, so only their parts are formatted, never an instant made of them. */
export function businessDateText(date: string, language: string, form: 'full' | 'short' | 'weekday' = 'full'): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return date;
  const [, year = '', , day = ''] = match;
  // Noon of that day in UTC, read back in UTC: the parts are those of the text on every machine.
  const noon = new Date(`${date}T12:00:00Z`);
  const name = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(noon).replace('.', '');
  const plain = `${day.replace(/^0/, '')} ${name}${form === 'short' ? '' : ` ${year}`}`;
  if (form !== 'weekday') return plain;
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
    .format(noon)
    .replace('.', '');
  return `${weekday} ${plain}`;
}

/** A month of the books, `YYYY-MM`, by its name. */
export function monthText(month: string, language: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return month;
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  );
}

/** Time of day of an instant, 24 h with seconds, in the reader's zone. */
export function timeText(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(instant));
}

/** Calendar day of an instant in the reader's zone, as `YYYY-MM-DD`. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function instantText(instant: string, language: string): string {
  return `${businessDateText(dayOf(instant), language, 'short')}, ${timeText(instant, language)}`;
}

/** Time between two steps, in the two largest units that say something: `+27 ms`, `+3 s`, `+26 min`, `+4 h 10`, `+1 d 3 h`. */
export function lagText(fromInstant: string, toInstant: string): string {
  const lagMs = Date.parse(toInstant) - Date.parse(fromInstant);
  if (Number.isNaN(lagMs) || lagMs < 0) return '';
  if (lagMs < 1000) return `+${lagMs} ms`;
  const seconds = Math.floor(lagMs / 1000);
  if (seconds < 60) return `+${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `+${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `+${hours} h ${String(minutes % 60).padStart(2, '0')}`;
  return `+${Math.floor(hours / 24)} d ${hours % 24} h`;
}
