// The tablet's clock against the server's. Tablets start in the past after a flat battery, and people set them while they are away: nothing here
// may hang on what they believe.

// A difference that a person should know of, and that times sent are corrected by.
export const wrongFrom = 5 * 60_000;
// Longest that a tablet is thought to sleep, or to be off, between two looks at its clocks.
const longestAway = 3 * 86400_000;

// Milliseconds to add to the tablet's time, from what the server said between two moments of the tablet.
export const difference = (now, asked, told) => Date.parse(now) - (asked + told) / 2;

export const isWrong = by => Math.abs(by) >= wrongFrom;

export const corrected = (time, by) => new Date(+time + (isWrong(by) ? by : 0)).toISOString().replace(/\.\d+Z$/, 'Z');

// Both clocks at one moment: `wall` can be set; `steady` can't, but stands still while the tablet sleeps, and begins anew with each `run` of the page.
export const reading = () => ({wall: Date.now(), steady: performance.now(), run: performance.timeOrigin});

// What is known after another look: `by`, what to add to the tablet's time, and whether that is `sure`. Between two looks some time passed, and
// somebody may have set the clock: which of the two the wall clock shows is told by what is possible. When both are, or neither is, nobody can
// know, until the server is met again. A clock that was right and set to another plausible time is not noticed.
export function looked({by = 0, sure = true, last = null, ...rest}, now) {
  const same = last?.run === now.run;
  const awake = same ? now.steady - last.steady : 0;
  const possible = passed => passed >= awake - wrongFrom && passed <= awake + longestAway;
  const passed = last ? now.wall - last.wall : awake;
  const untouched = possible(passed);
  const setRight = isWrong(by) && possible(passed - by);
  const next = {...rest, last: now};
  if (untouched && !setRight) return {...next, by, sure};
  if (setRight && !untouched) return {...next, by: 0, sure};
  return {...next, by: same && !untouched ? by - (passed - awake) : by, sure: false};
}
