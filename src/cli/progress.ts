/** One line on a terminal that says what is being done; nothing where there is no terminal. */
export function progressLine(stream: NodeJS.WriteStream): {
  show(stage: string): void;
  clear(): void;
} {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
  let tick = 0;
  return {
    show(stage) {
      const frame = frames[tick++ % frames.length];
      stream.write(`\r\u001B[2K${frame} ${stage.slice(0, (stream.columns ?? 80) - 4)}`);
    },
    clear: () => stream.write('\r\u001B[2K'),
  };
}
