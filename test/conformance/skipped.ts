/** Says, once for a whole `npm test`, what it leaves to `npm run conformance`. A global set-up of vitest. */
export function setup(): void {
  process.stdout.write(
    'Skipped here: the store contract on DynamoDB Local (npm run conformance; needs Java 17 and Maven).\n',
  );
}
