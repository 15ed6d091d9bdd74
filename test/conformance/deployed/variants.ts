import { OPTIONS_ON } from '../../infra/synthesise.ts';

/** Settings of a deployment with which its templates are judged: nothing that may be left out, and all of it. */
export const VARIANTS: Readonly<Record<'least' | 'most', Readonly<Record<string, unknown>>>> = {
  least: { deployment: 'least', credentials: ['offpeak/prod'] },
  most: {
    deployment: 'most',
    credentials: ['offpeak/prod', 'offpeak/byteplus'],
    language: 'zh-CN',
    ...OPTIONS_ON,
  },
};
