/** Settings of a deployment with which its templates are judged: nothing that may be left out, and all of it. */
export const VARIANTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  least: { deployment: 'least', credentials: ['offpeak/prod'] },
  most: {
    deployment: 'most',
    credentials: ['offpeak/prod', 'offpeak/byteplus'],
    notify: { secrets: ['offpeak/feishu-dba', 'offpeak/webhook'], topics: ['offpeak-troubles'] },
    language: 'zh-CN',
    runbook: 'https://wiki.example/offpeak/runbook',
    signatureLifeSeconds: 30,
    requestTimeoutSeconds: 5,
  },
};
