export { DeskProposals, type Approved, type Wish } from './desk-proposals.js';
export { approvalTablesSql } from './tables.js';
export { agreedByTwo } from './two-people.js';
