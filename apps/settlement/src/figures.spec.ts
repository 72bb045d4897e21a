import { EnvironmentFault } from '#platform/database';
import { settlementFigures } from './figures.js';

const cutOffs = (environment: NodeJS.ProcessEnv): string => settlementFigures(environment)[0]?.statement ?? '';

describe('the times of the cut-offs', () => {
  it("are the market's, in the market's zone", () => {
    const statement = cutOffs({
      MATCHING_CUT_OFF: '12:00 Europe/London',
      SETTLEMENT_CUT_OFF: '16:00 Europe/Berlin',
    });
    expect(statement).toContain(`time '12:00', 'Europe/London'`);
    expect(statement).toContain(`time '16:00', 'Europe/Berlin'`);
  });

  it('are as in the demo where nothing is said', () => {
    expect(cutOffs({ MATCHING_CUT_OFF: '' })).toContain(`time '18:00', 'UTC'`);
  });

  it('are refused together, each with its name, where they cannot be used', () => {
    const refused = (): unknown =>
      settlementFigures({ MATCHING_CUT_OFF: '25:00 UTC', SETTLEMENT_CUT_OFF: `16:00 Nowhere` });
    expect(refused).toThrow(EnvironmentFault);
    expect(refused).toThrow(/MATCHING_CUT_OFF: 25:00 UTC must be[^]*SETTLEMENT_CUT_OFF: 16:00 Nowhere must be/);
  });
});
