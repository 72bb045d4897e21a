import { isIPv6 } from 'node:net';

/** What counts as one address: of IPv6 the network, since whoever has one address there has all of it. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = (plain.split('%', 1)[0] ?? '').split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const between = plain.includes('::') ? Array<string>(8 - before.length - after.length).fill('0') : [];
  return `${[...before, ...between, ...after].slice(0, 4).join(':')}::/64`;
}
