import { expect, it } from 'vitest';
import { chooseLanguage } from '../../shared/cli/language-choice.ts';

it.each([
  ['zh-CN', { OFFPEAK_LANGUAGE: 'en' }, 'zh-CN'],
  [undefined, { OFFPEAK_LANGUAGE: 'zh-CN', LANG: 'en_US.UTF-8' }, 'zh-CN'],
  [undefined, { OFFPEAK_LANGUAGE: '', LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
  [undefined, { LC_ALL: 'en_GB', LANG: 'zh_CN.UTF-8' }, 'en'],
  [undefined, { LANG: 'zh' }, 'zh-CN'],
  [undefined, { LANG: 'zhuang' }, 'en'],
  [undefined, { LANG: 'de_DE.UTF-8' }, 'en'],
  [undefined, {}, 'en'],
] as const)('option %j in %j is %s', (option, environment, language) => {
  expect(chooseLanguage(option, environment)).toBe(language);
});

it.each([
  ['zh-TW', {}, '--language must be en or zh-CN, not "zh-TW". Did you mean zh-CN?'],
  [undefined, { OFFPEAK_LANGUAGE: 'em' }, 'OFFPEAK_LANGUAGE must be en or zh-CN, not "em". Did you mean en?'],
  ['klingon', {}, '--language must be en or zh-CN, not "klingon".'],
])('refuses option %j in %j', (option, environment, sentence) => {
  expect(() => chooseLanguage(option, environment)).toThrow(sentence);
});
