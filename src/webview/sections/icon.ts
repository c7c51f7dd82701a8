import { s } from "../element.ts";

/** Shapes in a box of 16 × 16, drawn in the current colour: the shape says what the colour says. */
const paths = {
  "parallel-helps": "M8 2.5 13 7.5M8 2.5 3 7.5M8 2.5V13.5",
  "parallel-hurts": "M8 13.5 13 8.5M8 13.5 3 8.5M8 13.5V2.5",
  "no-difference": "M2.5 5.5H13.5M2.5 10.5H13.5",
  "cannot-judge": "M5.2 6a2.8 2.8 0 1 1 4.2 2.4C8.5 8.9 8 9.400 8 10.300M8 12.600V13.600",
  problem: "M8 3V9.500M8 12V13.200",
  done: "M3 8.500 6.500 12 13 4.500",
  error:
    "M8 1.700A6.300 6.300 0 1 1 8 14.300A6.300 6.300 0 1 1 8 1.700M5.700 5.700 10.300 10.300M10.300 5.700 5.700 10.300",
  warning: "M8 2 14.500 13.700H1.500ZM8 6.500V9.300M8 11.400V11.500",
  information: "M8 1.700A6.300 6.300 0 1 1 8 14.300A6.300 6.300 0 1 1 8 1.700M8 7.500V11.200M8 4.800V4.900",
  hint: "M8 1.700A4.400 4.400 0 0 1 10 10V11.500H6V10A4.400 4.400 0 0 1 8 1.700M6.500 14.300H9.500",
  "safe-fix": "M3 8.500 6.500 12 13 4.500",
  suggestion: "M5.200 6a2.800 2.800 0 1 1 4.200 2.400C8.500 8.900 8 9.400 8 10.300M8 12.600V13.600",
  open: "M4 6 8 10 12 6",
  closed: "M6 4 10 8 6 12",
} as const;

export type IconName = keyof typeof paths;

/** Shapes with lines close to each other. */
const thin: ReadonlySet<IconName> = new Set<IconName>(["error", "warning", "information", "hint"]);

export function icon(name: IconName): SVGElement {
  return s(
    "svg",
    { class: "icon", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" },
    s("path", {
      d: paths[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": thin.has(name) ? 1.3 : 1.8,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
