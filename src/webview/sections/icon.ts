import { s } from "../element.ts";

/** Shapes in a box of 16 × 16, drawn in the current colour: the shape says what the colour says. */
const paths = {
  "parallel-helps": "M8 2.5 13 7.5M8 2.5 3 7.5M8 2.5V13.5",
  "parallel-hurts": "M8 13.5 13 8.5M8 13.5 3 8.5M8 13.5V2.5",
  "no-difference": "M2.5 5.5H13.5M2.5 10.5H13.5",
  "cannot-judge": "M5.2 6a2.8 2.8 0 1 1 4.2 2.4C8.5 8.9 8 9.400 8 10.300M8 12.600V13.600",
  problem: "M8 3V9.500M8 12V13.200",
  done: "M3 8.500 6.500 12 13 4.500",
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGElement {
  return s(
    "svg",
    { class: "icon", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" },
    s("path", {
      d: paths[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.8,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
