import { describe, expect, it } from 'vitest';
import { OPTIONS_ON, synthesise } from './synthesise.ts';

const { service, data } = synthesise();

describe('the functions', () => {
  it('find the table by reference to the other stack', () => {
    for (const [, { Properties }] of service.ofType('AWS::Lambda::Function')) {
      expect(JSON.stringify(Properties.Environment)).toContain('"OFFPEAK_TABLE":{"Fn::ImportValue"');
    }
  });

  it('are told what the deployment decides', () => {
    const settle = service.ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('Settle'));

    expect(settle?.[1].Properties.Environment).toMatchObject({
      Variables: {
        OFFPEAK_DEPLOYMENT: 'test',
        OFFPEAK_LANGUAGE: 'zh-CN',
        OFFPEAK_TIMEZONE: 'Asia/Shanghai',
        OFFPEAK_SIGNATURE_LIFE_SECONDS: '900',
        OFFPEAK_REQUEST_TIMEOUT_SECONDS: '10',
      },
    });
  });
});

describe('in any partition', () => {
  it('no ARN names one', () => {
    expect(service.text + data.text).not.toMatch(/arn:aws[:-]/);
  });

  it.each([
    ['off', {}],
    ['on', { ...OPTIONS_ON, secretKeys: [] }],
  ])(
    'the stacks are synthesised for a region of China, options %s, where nothing names the partition of another',
    (_options, settings) => {
      const china = synthesise({ account: '123456789012', region: 'cn-north-1' }, settings);

      expect(china.service.text + china.data.text).not.toContain('arn:aws:');
      expect(china.service.ofType('AWS::Lambda::Function')).toHaveLength(7);
    },
  );
});
