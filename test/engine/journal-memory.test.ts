import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { journalContract } from '../contract/journal.ts';

journalContract('memory', makeMemoryJournal);
