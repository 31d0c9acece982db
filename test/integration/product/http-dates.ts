/** A time in the three forms of RFC 9110, 5.6.7: IMF-fixdate, RFC 850 and asctime. */
export function httpDates(time: Date): readonly [string, string, string] {
  const fixdate = time.toUTCString();
  const [, short = '', day = '', month = '', year = '', clock = ''] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(fixdate) ?? [];
  const long = time.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return [
    fixdate,
    `${long}, ${day}-${month}-${year.slice(2)} ${clock} GMT`,
    `${short} ${month} ${String(Number(day)).padStart(2)} ${clock} ${year}`,
  ];
}
