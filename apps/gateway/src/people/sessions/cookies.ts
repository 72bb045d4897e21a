import { digestOf } from './secrets.js';

/** The prefix binds a cookie to this very origin: no other host of the domain can set or read it. */
export const SESSION_COOKIE = '__Host-asiento';
const DEVICE_DAYS = 180;
const KEPT_FROM_OTHERS = 'Path=/; HttpOnly; Secure; SameSite=Strict';

export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Without an age: it goes with the browser; the server ends it earlier. */
export const sessionCookie = (id: string): string => `${SESSION_COOKIE}=${id}; ${KEPT_FROM_OTHERS}`;

export const noSessionCookie = `${SESSION_COOKIE}=; ${KEPT_FROM_OTHERS}; Max-Age=0`;

/** One for each person who signs in on a device, which several may share. */
export const deviceCookieName = (handle: string): string => `${SESSION_COOKIE}-device-${digestOf(handle).slice(0, 16)}`;

export const deviceCookie = (handle: string, value: string): string =>
  `${deviceCookieName(handle)}=${value}; ${KEPT_FROM_OTHERS}; Max-Age=${DEVICE_DAYS * 86_400}`;
