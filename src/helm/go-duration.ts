const PART = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)`;
const DURATION = new RegExp(`^[-+]?(?:0|(?:${PART})+)$`, 'u');

/** Whether Go's `time.ParseDuration` reads a text, such as `1h30m` (https://pkg.go.dev/time#ParseDuration). */
export const isGoDuration = (text: string): boolean => DURATION.test(text);
