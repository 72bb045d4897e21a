/** The last matching cut-off the business clock has struck. */
export interface CutOff {
  readonly businessDate: string;
  readonly at: string;
}
