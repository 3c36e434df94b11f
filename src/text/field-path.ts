/** A path of fields as a person writes it: `spec.containers[0].image`, `metadata.labels."example.com/team"`. */
export const fieldPath = (path: readonly string[]): string =>
  path
    .map((step, i) => {
      if (/^\d+$/.test(step)) return `[${step}]`;
      const name = step.includes('.') ? `"${step}"` : step;
      return i === 0 ? name : `.${name}`;
    })
    .join('');
