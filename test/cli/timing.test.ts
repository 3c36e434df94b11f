import { describe, expect, it } from 'vitest';
import { timing } from '../../src/cli/timing.ts';

describe('timing', () => {
  it('lists stages in order, and the slowest rules first', () => {
    let time = 0;
    const clock = timing(() => time);
    time = 2;
    clock.stage('reading 1,204 files');
    time = 10;
    clock.stage('checking');
    clock.rule('dns/label', 1);
    clock.rule('schema/invalid', 2);
    clock.rule('dns/label', 2.5);
    time = 20;
    expect(clock.text()).toBe(
      [
        'Stage                          ms    share',
        'finding the repository        2.0   10.0 %',
        'reading files                 8.0   40.0 %',
        'checking                     10.0   50.0 %',
        '',
        'Rule                   ms    share',
        'dns/label             3.5   63.6 %',
        'schema/invalid        2.0   36.4 %',
        '',
      ].join('\n'),
    );
  });

  it('sums up what is not among the slowest', () => {
    const clock = timing(() => 0);
    for (let i = 0; i < 25; i++) clock.rule(`family/rule-${i}`, 25 - i);
    expect(clock.text()).toMatch(/^5 other rules +15\.0 +4\.6 %$/m);
  });
});
