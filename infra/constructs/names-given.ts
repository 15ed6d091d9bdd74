import type { Deployment } from '../deployment.ts';

/** What a plan may name, for the function that takes plans in: names of secrets and topics, never a value. */
export const namesGiven = ({ credentials, notify }: Deployment): Readonly<Record<string, string>> => ({
  OFFPEAK_CREDENTIALS: credentials.join(','),
  ...(notify.secrets.length > 0 && { OFFPEAK_NOTIFY_SECRETS: notify.secrets.join(',') }),
  ...(notify.topics.length > 0 && { OFFPEAK_NOTIFY_TOPICS: notify.topics.join(',') }),
});
