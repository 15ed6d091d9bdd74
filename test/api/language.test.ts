import { expect, it } from 'vitest';
import { languageOf } from '../../shared/api/language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['ZH-cn,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB,zh;q=0.9', 'en'],
  ['en;q=0.1, zh;q=0.2', 'zh-CN'],
  ['zh;q=0', 'en'],
  ['zh;q=nonsense, en', 'en'],
  ['de, fr;q=0.9', 'en'],
  ['zhx', 'en'],
  [`${'x,'.repeat(10_000)}zh`, 'en'],
])('Accept-Language: %s → %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
