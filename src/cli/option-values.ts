import { didYouMean } from "../node/did-you-mean.ts";
import { problem, type Reading } from "./option-table.ts";

/** Any text but the empty one. */
export function someText(text: string): Reading<string> {
  return text.trim() === "" ? problem("is empty.") : { ok: true, value: text };
}

/** A whole number of the range, both ends included. */
export function wholeNumber(from: number, to: number): (text: string) => Reading<number> {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return { ok: true, value: value + 0 };
    return problem(`is a whole number from ${inWords(from)} to ${inWords(to)}, not “${text}”.`);
  };
}

/** Seconds, with fractions, as milliseconds. At least 10 ms, at most a week. */
export function seconds(text: string): Reading<number> {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= 0.01 && value <= 604_800) return { ok: true, value: value * 1000 };
  return problem(`is a time in seconds from 0.01 to 604,800, not “${text}”.`);
}

export function oneOf<Word extends string>(...words: readonly Word[]): (text: string) => Reading<Word> {
  return (text) => {
    const word = words.find((w) => w === text.trim());
    if (word !== undefined) return { ok: true, value: word };
    return problem(`is ${words.join(" or ")}, not “${text}”.${didYouMean(text, words)}`);
  };
}

/** A list divided by commas, every item read alone; doubles are dropped. */
export function listOf<T>(
  read: (item: string) => Reading<T>,
  placeholder: string,
): (text: string) => Reading<readonly T[]> {
  return (text) => {
    const values: T[] = [];
    for (const item of text.split(",")) {
      if (item.trim() === "") return problem(`has an empty entry: write ${placeholder}.`);
      const reading = read(item.trim());
      if (!reading.ok) return reading;
      if (!values.includes(reading.value)) values.push(reading.value);
    }
    return { ok: true, value: values };
  };
}

function inWords(number: number): string {
  return number.toLocaleString("en-US");
}
