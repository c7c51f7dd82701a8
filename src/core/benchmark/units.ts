/** A duration, or an instant of the machine's monotonic clock, in milliseconds with fractions. */
export type Milliseconds = number;

/** An old time divided by a new time: above 1 is faster. */
export type Factor = number;

/** Between 0 and 1. */
export type Share = number;
