// Loaded before a program: tells what its process took, in CPU milliseconds and MiB at most, when it ends.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const usage = {
    milliseconds: (user + system) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
  };
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage));
});
