/**
 * One tooltip for all elements with `data-definition`, on hover, focus and click. A screen reader has the same
 * text as the element's `aria-description`. Escape hides it, as WCAG 1.4.13 asks, and the pointer may enter it.
 */
export function createTooltip(root: HTMLElement, tooltip: HTMLElement): void {
  let shownFor: Element | null = null;

  const hide = () => {
    shownFor = null;
    tooltip.hidden = true;
  };
  const show = (target: Element) => {
    const text = target.getAttribute("data-definition");
    if (!text) return;
    shownFor = target;
    tooltip.textContent = text;
    tooltip.hidden = false;
    place(tooltip, target.getBoundingClientRect());
  };
  const termOf = (event: Event) =>
    event.target instanceof Element ? event.target.closest("[data-definition]") : null;

  root.addEventListener("pointerover", (event) => {
    const term = termOf(event);
    if (term) show(term);
    else if (shownFor && shownFor !== document.activeElement) hide();
  });
  root.addEventListener("focusin", (event) => {
    const term = termOf(event);
    if (term) show(term);
    else hide();
  });
  root.addEventListener("focusout", hide);
  root.addEventListener("click", (event) => {
    const term = termOf(event);
    if (term) show(term);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  const follow = () => {
    if (!shownFor) return;
    // Focus by keyboard scrolls its term into view: the tooltip goes with it. Under a pointer the term moves away.
    if (shownFor === document.activeElement) place(tooltip, shownFor.getBoundingClientRect());
    else hide();
  };
  document.addEventListener("scroll", follow, { capture: true, passive: true });
}

const gap = 6;

/** Below the term, or above where there is no room; always inside the window. */
function place(tooltip: HTMLElement, term: DOMRect): void {
  const { offsetWidth, offsetHeight } = tooltip;
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(gap, Math.min(term.left, clientWidth - offsetWidth - gap));
  const fitsBelow = term.bottom + gap + offsetHeight <= clientHeight;
  const top = fitsBelow ? term.bottom + gap : Math.max(gap, term.top - gap - offsetHeight);
  tooltip.style.left = `${left}px`;
  tooltip.style.top = `${top}px`;
}
