import { businessClockTick, cancellationRequested, custodianStatus, instructionReleased } from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { SimulatorModule } from './simulator.module.js';
import { Simulator1763942400000 } from './storage/migrations/1763942400000-simulator.js';

/** The outside world: front and middle office and counterparties speak by the day's script, the custodian answers what it is told. */
export const simulator: ServiceDefinition = {
  name: 'simulator',
  module: SimulatorModule,
  migrations: [Simulator1763942400000],
  hears: [instructionReleased, cancellationRequested, businessClockTick],
  says: [custodianStatus],
  stateLines: [],
};

export { chanceOf, type Chance } from './chance.js';
export { planDay, type DaySettings, type DayStep } from './day-plan.js';
export { lastDay, lastTick, markStep, openDay, type PlayedDay } from './storage/day.store.js';
export { dayAfter, dealingDates, firstGoodDay } from './dealing-dates.js';
export { playDay, type Stage } from './play-day.js';
export { troubleLevels, type TroubleLevel } from './trouble.js';
