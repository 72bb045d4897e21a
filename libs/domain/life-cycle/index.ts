export { lifeCycleDocument } from './document.js';
export { EARLY, FINAL, OPEN, states, type State } from './states.js';
export { legalSteps, transitionFor, transitions, wayBetween, type Transition } from './transitions.js';
