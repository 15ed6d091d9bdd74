/** The run that a ClientToken of ours names; empty for anybody else's. */
export function runIdOfToken(token: string | undefined): string {
  return /^offpeak-(.+)-\d+$/.exec(token ?? '')?.[1] ?? '';
}
