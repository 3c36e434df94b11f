import { loadLinter } from './load.ts';

// The library uses compiled code that the command line kept, and keeps none itself: it writes nothing.
export const { lint } = loadLinter(import.meta.url);
