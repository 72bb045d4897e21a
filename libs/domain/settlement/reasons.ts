/** ISO 20022 reasons why a matched instruction does not settle, in the words of a clerk (domain reference 5.2). */
const REASONS: Readonly<Record<string, string>> = {
  LACK: 'our securities are short',
  CLAC: "the counterparty's securities are short",
  MONY: 'our cash is short',
  CMON: "the counterparty's cash is short",
  AWMO: 'waiting for money',
  AWSH: 'waiting for securities',
  PREA: 'on hold by us',
  PRCY: 'on hold by the counterparty',
  BOTH: 'on hold by both',
  PRSY: 'on hold by the system',
  CSDH: 'on hold by the depository',
  LATE: 'instructed late',
  BLOC: 'account blocked',
  SBLO: 'securities blocked',
  COLL: 'securities pledged',
  LALO: 'securities on loan',
  LINK: 'a linked instruction is pending',
  NOFX: 'currency is missing',
};

export function reasonText(code: string | null): string {
  if (code === null) return 'not settled by the cut-off, the custodian gives no reason';
  return REASONS[code] ?? `the custodian gives the reason ${code}`;
}
