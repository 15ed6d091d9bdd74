import type { MessageLanguage } from './language.ts';

/** English. The advice stands in `docs/runbook.md` word for word. */
export const en: MessageLanguage = {
  advice: {
    'PARTIAL · STOPPED_BETWEEN_BATCHES': {
      do: 'Read why. Acknowledge when the mixed placement is fine until the next run.',
      doNot: 'Leave it held over the next opening: that night is then SKIPPED · BUSY.',
    },
    'PARTIAL · REFUSED': {
      do: 'Mend what the code names (permission, status, node), then acknowledge.',
      doNot: 'Send the rest by hand first.',
    },
    'PARTIAL · THROTTLED': {
      do: 'Acknowledge. If it repeats: a smaller `atOnce`, or ask the vendor for more.',
    },
    'PARTIAL · NOT_SWITCHED': {
      do: 'Open a ticket with the vendor; the request id stands in the record. Then acknowledge.',
      doNot: 'Acknowledge before you have looked at the shards.',
    },
    'FAILED · REFUSED': { do: 'Mend what the code names, then resume the account.' },
    'FAILED · THROTTLED': { do: 'Resume the account. If it repeats: a smaller `atOnce`.' },
    'FAILED · NOT_SWITCHED': {
      do: 'Open a ticket with the vendor; the request id stands in the record. Then resume.',
      doNot: 'Resume before you have looked at the instance.',
    },
    'FAILED · FOREIGN_CHANGE': {
      do: 'Find out who. When the topology is at rest, acknowledge: until then the run takes one place of `atOnce`, and with `atOnce: 1` the account waits. It is refused as too early while our own change may be under way.',
      doNot: 'Acknowledge while roles still move.',
    },
    'UNKNOWN · NO_EVIDENCE': {
      do: 'Wait for settle. Acknowledge only if you know from the vendor what happened.',
      doNot: 'Send it again.',
    },
    'UNKNOWN · NOT_SETTLED': {
      do: "Look at the instance in the vendor's console. Mixed roles never settle by themselves: acknowledge when they are at rest.",
      doNot: 'Send the rest by hand while it is changing.',
    },
    'UNKNOWN · UNREADABLE': {
      do: 'Mend the access (key, permission, network). Settle then does the rest.',
      doNot: 'Acknowledge blindly.',
    },
  },
  answers: {
    none: 'the answer was lost',
    accepted: 'accepted',
    refused: 'refused',
    throttled: 'throttled',
    ambiguous: 'no clear answer',
    NOT_SENT: 'claimed, and not sent',
  },
  troubleTitle: (outcome, reason, instance) => `Offpeak: ${outcome} (${reason}) – ${instance}`,
  heldTitle: (days, instance) =>
    `Offpeak: still held after ${days === 1 ? '1 day' : `${days} days`} – ${instance}`,
  settledTitle: (instance) => `Offpeak: no longer held – ${instance}`,
  practice: (title) => `[practice] ${title}`,
  digestTitle: (day, counts) => `Offpeak ${day}: ${counts.length === 0 ? 'no run ended' : counts.join(', ')}`,
  counted: (outcome, count) => `${count} ${outcome.toLowerCase()}`,
  nothingClosed: 'No run ended.',
  span: (from, to) => `From ${from} to ${to}.`,
  group: (outcome, reason, count, instances) => `${outcome} (${reason}), ${count}: ${instances}`,
  stillHeld: (runs) => `Still held, waiting for settle or a person: ${runs}`,
  testTitle: (entry) => `Offpeak: a test for ${entry}`,
  happened: (sentence) => `What happened: ${sentence}`,
  overridden: (gate, sentence) => `Overridden gate, ${gate}: ${sentence}`,
  sent: (sends, more) => {
    const each = sends.map(({ nodes, answer, code, requestId }) => {
      const details = [code, requestId && `request ${requestId}`].filter((part) => part !== undefined);
      return `to promote ${nodes} → ${answer}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
    });
    return `What was sent: ${each.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
  },
  nothingSent: 'What was sent: nothing left this service.',
  held: 'What is held: the instance. No other run can touch it, and that does not run out by itself.',
  nothingHeld: 'What is held: nothing.',
  todo: (advice) => `Do: ${advice}`,
  notToDo: (advice) => `Do not: ${advice}`,
  accountStopped: (account) =>
    `Account ${account} is stopped: nothing new is sent there. Deal with this run first, then \`offpeak resume account:${account}\`.`,
  about: (run, rule, closedAt) =>
    `Run ${run}${rule === undefined ? '' : `, rule "${rule}"`}, closed ${closedAt}.`,
  outcomeStays: (outcome, reason) => `The run's outcome stays: ${outcome} (${reason}).`,
  runbook: (section) => `Runbook: docs/runbook.md, ${section}`,
  test: (entry, at) =>
    `Sent ${at} to see whether ${entry} is reached. Nothing happened, and nothing is to be done.`,
};
