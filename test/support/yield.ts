import { afterEach } from 'vitest';

// Most tests run programs and wait for them: without a breath between them a file that takes a minute never
// hears the runner's answers, and the run ends with a timeout although every test passed.
afterEach(() => new Promise<void>(done => setImmediate(done)));
