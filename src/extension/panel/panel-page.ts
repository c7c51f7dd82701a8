/** One page of the panel, for those who show it. */
export interface PanelPage {
  /** Opens the panel there if need be, without taking the focus. */
  readonly reveal: () => void;
  readonly isInSight: () => boolean;
}
