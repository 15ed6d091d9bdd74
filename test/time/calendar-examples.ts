/** An iCalendar file with these events, each given as its lines. */
export function calendarOf(...events: readonly (readonly string[])[]): string {
  const bodies = events.map((lines, index) =>
    ['BEGIN:VEVENT', `UID:${index}@example.test`, ...lines, 'END:VEVENT'].join('\r\n'),
  );
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...bodies, 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}
