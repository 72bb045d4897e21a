import type { Right, Role } from '#contracts';
import { rightsOf, roles } from '#contracts/rights';
import { useSession } from './session.js';

/** Whether who is signed in has a right; what needs none is everybody's. */
export function useMay(right: Right | undefined): boolean {
  const { rights } = useSession();
  return right === undefined || rights.includes(right);
}

/** Roles that have a right, to be named where it is missing. */
export const rolesWith = (right: Right): readonly Role[] => roles.filter((role) => rightsOf([role]).includes(right));

/** The right that a resource of the API is read with; undefined where the house decides by itself. */
export function rightToRead(path: string): Right | undefined {
  if (path.startsWith('/api/gateway/')) return undefined;
  return path.startsWith('/api/ledger/') ? 'read-books' : 'read-business';
}
