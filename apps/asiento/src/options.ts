import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError, which names the option, the value and the rule */
export function wholeNumber(lowest: number, highest: number) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
    if (Number.isNaN(value) || value < lowest || value > highest)
      throw new InvalidArgumentError(`It must be a whole number from ${lowest} to ${highest}.`);
    return value;
  };
}

export function percent(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (Number.isNaN(value) || value > 100) throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return value;
}
