import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { practised } from './practised.ts';

describe('the practice', () => {
  it('plays three acts, each with its gates, and all end as they must; its record is its owner’s alone', async () => {
    const { good, records, text } = await practised();

    expect(good).toBe(true);
    const [before = '', notNow = '', window = '', lost = ''] = text.split(/^(?=\d {2})/m);
    expect(before).toContain('leaps to the next deadline');
    expect(notNow).toContain('SKIPPED · WINDOW');
    expect(notNow).toContain('SwitchOver requests sent: 0');
    expect(window).toContain('SUCCEEDED · PROVEN');
    expect(window).toContain('12 in cn-beijing-a');
    expect(window).toContain('12 in cn-beijing-b');
    expect(window).toContain('1 shard, then 10 shards, then 1 shard');
    expect(lost).toContain('no usable answer; it is not sent again');
    expect(lost).toContain('Executed by the endpoint: 1. Attributed to us: no.');
    expect(lost).toContain('SwitchOver requests sent: 4. Sent twice: 0.');
    for (const act of [notNow, window, lost]) expect(act).toMatch(/^ {3}window {7}(yes|not yet)/m);
    expect(text).not.toMatch(/practice-only|HMAC-SHA256|Signature=/);

    const name = 'practice-20261123123456789.sqlite';
    expect(readdirSync(records)).toContain(name);
    expect(statSync(join(records, name)).mode & 0o077).toBe(0);
    expect(text).toContain(name);
  });

  it('speaks the language of its reader, and asks again where the vendor will not answer at first', async () => {
    const throttled = '{ fault: throttle, action: DescribeDBInstanceDetail, times: 8 }';
    const { good, text } = await practised([throttled], 'zh-CN');

    expect(good).toBe(true);
    expect(text).toMatch(/\p{Script=Han}/u);
  });
});
