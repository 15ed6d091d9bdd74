/**
 * List prices in US dollars: us-east-1, on demand, no free tier, arm64.
 *
 * Sources: the vendor's pricing pages (aws.amazon.com/<product>/pricing), looked up 2026-11; DynamoDB as of November 2024.
 * API Gateway is not here: due starts the runs that are priced, and no request comes in.
 */
export const PRICES = {
  /** "Each time a step of your workflow is executed", retries included (aws.amazon.com/step-functions/pricing). */
  stateTransition: 0.025 / 1_000,
  lambdaRequest: 0.2 / 1e6,
  lambdaGigabyteSecond: 0.0000133334,
  dynamoWriteUnit: 0.625 / 1e6,
  dynamoReadUnit: 0.125 / 1e6,
  secretRead: 0.05 / 10_000,
  /** An event of our own on a bus. */
  busEvent: 1 / 1e6,
  scheduledCall: 1 / 1e6,
  queueRequest: 0.4 / 1e6,
  logGigabyte: 0.5,
  /** A trace that is recorded (aws.amazon.com/xray/pricing): one for each execution; due and settle are not traced. */
  trace: 5 / 1e6,
  /** For a month in each hour of which it is sent; billed by the hour (aws.amazon.com/cloudwatch/pricing). */
  customMetric: 0.3,
  /** For each metric that an alarm looks at. */
  alarmedMetric: 0.1,
  dashboard: 3,
} as const;

/** As AWS counts a month for what is billed by the hour. */
export const HOURS_OF_A_MONTH = 730;

export const GIGABYTE = 2 ** 30;
export const MEGABYTES_OF_A_GIGABYTE = 1_024;
