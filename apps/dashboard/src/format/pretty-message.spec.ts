import { prettyMessage } from './pretty-message.js';

describe('a raw message laid out', () => {
  it('keeps numbers that parsing would round, and strings with signs of their own', () => {
    expect(prettyMessage('{"a":12345678901234567890.10,"b":"x,{\\"y\\":1}","c":[],"d":{},"e":[1,2]}')).toBe(
      [
        '{',
        '  "a": 12345678901234567890.10,',
        '  "b": "x,{\\"y\\":1}",',
        '  "c": [],',
        '  "d": {},',
        '  "e": [',
        '    1,',
        '    2',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('says the same as the message it came from', () => {
    const message = { tradeId: 'T1', legs: [{ amount: '1.00' }, null, true], note: 'a "b" c' };
    expect(JSON.parse(prettyMessage(JSON.stringify(message)))).toEqual(message);
  });

  it('shows what is no JSON as it came', () => {
    expect(prettyMessage('MT543 :20C::SEME//1')).toBe('MT543 :20C::SEME//1');
    expect(prettyMessage('{"cut":"off')).toContain('"off');
  });
});
