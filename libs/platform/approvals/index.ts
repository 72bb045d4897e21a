export { DeskProposals, type Approved, type Wish } from './desk-proposals.js';
export { approvalGrantsSql, approvalTablesSql } from './tables.js';
export { agreedByTwo, samePerson } from './two-people.js';
