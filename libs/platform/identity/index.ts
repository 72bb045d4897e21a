export { PERSON_HEADER, readNote, signNote, type Asked } from './note.js';
export { PEOPLE_KEY, peopleKeyForm, peopleKeyOf } from './people-key.js';
export { rightsOfPerson, theMachine, type Person } from './person.js';
export { Asker, Needs, NeedsFreshFactor, RightsGuard } from './rights.guard.js';
