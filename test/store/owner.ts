import { openSqliteFile } from '../../shared/store/sqlite-file.ts';

/** A process of its own that opens the store named by its argument, commits one write, says so and stays. */
const [path = ''] = process.argv.slice(2);
try {
  const { store } = openSqliteFile({ path, kind: 'practice', clock: { now: () => 0 } });
  await store.transact([{ update: { partition: 'p', sort: 'count' }, add: { n: 1 } }]);
  process.stdout.write('owner\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error}\n`);
}
