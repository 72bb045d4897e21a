export { holdCutOff, moveCutOff, type CutOff } from './cut-off.js';
export { addToTally, readTally } from './tally.js';
export { lookAgain, touch, type Step, type TouchedTrade } from './touched-trade.js';
