type Meanings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What each field of the plan means, by mapping. What it must be is the schema's to say. */
export const MEANINGS: Meanings = {
  plan: {
    timezone: 'The zone of each window and freeze that names none.',
    defaults: 'What a rule inherits. A rule replaces whole fields.',
    accounts: 'Accounts of the vendor, by name.',
    windows: 'Windows, by name.',
    freezes: 'Calendar days on which nothing runs.',
    limits: 'How much at a time, for each account.',
    notify: 'Whom to tell, by name.',
    history: 'How long records are kept; at least 30d. A run that holds something is kept until it is freed.',
    rules: 'In order: an instance belongs to the first rule that matches it.',
  },
  account: {
    provider: 'Whose cloud it is: decides which hosts may be called.',
    region: 'The region of its instances.',
    credentials: 'Where its access key lies: the name of a secret.',
    mode: '`observe` reads and decides, and sends nothing. `switch` sends.',
  },
  window: {
    days: 'The days on which it opens.',
    open: 'Belongs to the window.',
    close: 'Does not belong to it. Not later than `open` means on the next day.',
    cutoff: 'Nothing new starts in the last part of an opening.',
    timezone: 'Its zone; else the plan’s.',
  },
  freeze: {
    name: 'Stands in the sentence of each run that it stops.',
    from: 'First day, included. Needed without `calendar`.',
    through: 'Last day, included. Needed with `from`.',
    calendar: 'Path of an iCalendar file beside the plan, instead of `from` and `through`.',
    timezone: 'Its zone; else the plan’s.',
  },
  limits: {
    atOnce: 'Switchovers in flight, an account.',
    perNight: 'Switchovers in the openings of one day, an account. Without it: no such limit.',
    onePer: 'A tag: one switchover in flight for each of its values. Without it: no such limit.',
    stopAfter: 'Bad outcomes in a row (PARTIAL, FAILED, UNKNOWN) after which the account stops.',
  },
  notify: {
    feishu: 'A Feishu or Lark bot.',
    dingtalk: 'A DingTalk bot.',
    wecom: 'A WeCom bot.',
    sns: 'An SNS topic of the account and region that Offpeak is deployed to.',
    webhook: 'A public HTTPS address; what is posted there is signed.',
    log: 'A line in the log. Nobody is woken: for practising.',
    languages:
      'The languages of its messages, in this order in one message. Without it: that of the deployment.',
    digest: 'When its digest leaves each day, in the `timezone` of the plan.',
  },
  defaults: {
    account: 'The account of the instance.',
    window: 'When it may be switched over.',
    notify: 'Whom to tell. Needed where the account is in `mode: switch`.',
    target: 'Which secondary becomes primary, see [target](#target). Without it: `any`.',
    settle: 'Time between the two reads that prove a switchover; at least 30s.',
    giveUpAfter: 'After the last send: how long to observe a run that shows nothing.',
    cooldown:
      'After a claimed send, whatever came of it, or after roles seen moved by somebody else: for so long nothing is sent. Shorter than the shortest time between two openings of the rule.',
    shardsAtOnce: 'Shards in one call, once one shard alone has been proven.',
  },
  rule: {
    name: 'Stands in records and sentences. Renaming a rule makes no second run.',
    match: 'Which instances it covers.',
    never: 'These instances are never switched over; this sentence says why.',
    every: 'How often it is due.',
    once: 'When it is due, once. Exactly one of `every`, `once` and `never`.',
  },
  match: {
    instance: 'The id of one instance.',
    tag: 'Tags that it must have.',
    project: 'The project it must be in.',
    pattern: 'A pattern of its id.',
    expect: 'How many instances should match; another number is a fault to look into.',
  },
};
