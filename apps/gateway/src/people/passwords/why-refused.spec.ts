import { whyPasswordRefused } from './why-refused.js';

const owner = { handle: 'carla.m', name: 'Carla Mendieta' };
const why = (password: string) => whyPasswordRefused(password, owner, new Set(['letmein-letmein']));

describe('a password', () => {
  it.each([
    'correct horse battery',
    'three white ducks on a red roof',
    'X9f!qPw2_Lz7#Vb4',
    'contraseña larga de verdad',
    'abc then something else entirely',
    '朝霧の谷をゆく白い鳥と赤い屋根',
  ])('may be "%s"', (password) => {
    expect(why(password)).toBeUndefined();
  });

  it.each([
    ['LetMeIn-LetMeIn', /breach/],
    ['ｌｅｔｍｅｉｎ-ｌｅｔｍｅｉｎ', /breach/],
    ['asiento2026!xyz', /name of the house/],
    ['my-CARLA.M-secret', /your handle/],
    ['mendieta is my name', /your name/],
    ['1212121212121212', /few different/],
    ['passwpasswpasswpassw', /few different|pattern/],
    ['abcdeabcdeabcdeabc', /pattern/],
    ['123456789012345', /keyboard/],
    ['qwertyuiopasdfgh', /keyboard/],
    ['poiuytrewq0987654321', /keyboard/],
    ['abcdefghijklmnop', /alphabet/],
  ])('is not "%s"', (password, reason) => {
    expect(why(password)).toMatch(reason);
  });
});
