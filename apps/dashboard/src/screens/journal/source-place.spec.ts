import { sourcePlace } from './source-place.js';

it.each([
  ['intake.trade-captured.v1/11/4211', { topic: 'intake.trade-captured.v1', partition: '11', offset: '4211' }],
  ['import/2026/opening.csv', undefined],
  ['', undefined],
])('finds where %s stands in its log, or says that it is no message', (source, place) => {
  expect(sourcePlace(source)).toEqual(place);
});
