import { storeContract } from '../contract/store.ts';
import { openLocalTable } from './local-table.ts';

/** Fewer random histories than in the other stores: each write is a request here. */
const RUNS = 50;

storeContract('DynamoDB', openLocalTable, RUNS);
