// The tablet's clock against the server's. Tablets start in the past after a flat battery; nothing here may hang on what they believe.

// A difference that a person should know of, and that times sent are corrected by.
export const wrongFrom = 5 * 60_000;

// Milliseconds to add to the tablet's time, from what the server said between two moments of the tablet.
export const difference = (now, asked, told) => Date.parse(now) - (asked + told) / 2;

export const isWrong = by => Math.abs(by) >= wrongFrom;

export const corrected = (time, by) => new Date(+time + (isWrong(by) ? by : 0)).toISOString().replace(/\.\d+Z$/, 'Z');
