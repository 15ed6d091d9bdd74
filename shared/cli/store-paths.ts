/** Where the records lie unless `--store` says otherwise, relative to the folder in which the command is given. */
export const LIVE_STORE = '.offpeak/live.sqlite';

/** The same for practice: a store belongs to one of them for ever. */
export const PRACTICE_STORE = '.offpeak/practice.sqlite';
