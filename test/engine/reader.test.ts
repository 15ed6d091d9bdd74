import { describe, expect, it } from 'vitest';
import { FieldReader, type Gathered } from '../../shared/engine/reader.ts';

function read(fields: Record<string, unknown>) {
  const gathered: Gathered = {
    faults: [],
    targets: [],
    functionNames: [],
    machineArns: [],
    variables: new Set(),
  };
  return { reader: new FieldReader(gathered, 'S', fields), gathered };
}

describe('a reader', () => {
  it('names a nested field by its whole path', () => {
    const { reader, gathered } = read({ Choices: [{}, { Next: 5 }] });

    reader.each('Choices')[1]?.target('Next');

    expect(gathered.faults).toEqual([
      { state: 'S', field: 'Choices[1]/Next', message: 'must be the name of a state.' },
    ]);
  });

  it('leaves an expression to be checked when it runs', () => {
    const { reader, gathered } = read({ Seconds: '{% 5 %}' });

    expect(reader.checked('Seconds', () => 'wrong')?.kind).toBe('expression');
    expect(gathered.faults).toEqual([]);
  });

  it.each(['größe', '_x', 'a1', '变量'])('takes the variable %s', (name) => {
    const { reader, gathered } = read({ Assign: { [name]: 1 } });
    reader.assign('entry');
    expect(gathered.faults).toEqual([]);
  });

  it.each(['a-b', '1a', '', '$a', 'x'.repeat(81)])('takes no variable %j', (name) => {
    const { reader, gathered } = read({ Assign: { [name]: 1 } });
    reader.assign('entry');
    expect(gathered.faults).toHaveLength(1);
  });
});
