/** A finger that draws a message to the left answers it. */

const ENOUGH = 56;
const LONGEST = 80;

/** @param {HTMLElement} container @param {(id: number) => void} answer */
export function swipes(container, answer) {
  /** @type {{row: HTMLElement, x: number, y: number, distance: number}|null} */
  let drawn = null;

  const end = () => {
    if (!drawn) return;
    const { row, distance } = drawn;
    drawn = null;
    row.style.removeProperty("--swipe");
    row.classList.remove("swiped");
    if (distance <= -ENOUGH) answer(Number(row.getAttribute("data-message")));
  };

  container.addEventListener("touchstart", (event) => {
    const target = /** @type {Element} */ (event.target);
    const row = target.closest(".row:not(.service)");
    if (!row || event.touches.length > 1 || target.closest(".table-frame, pre, .slideshow")) return;
    const [touch] = event.touches;
    drawn = { row: /** @type {HTMLElement} */ (row), x: touch.clientX, y: touch.clientY, distance: 0 };
  }, { passive: true });

  container.addEventListener("touchmove", (event) => {
    if (!drawn) return;
    const [touch] = event.touches;
    const across = touch.clientX - drawn.x;
    if (Math.abs(touch.clientY - drawn.y) > Math.abs(across) && drawn.distance === 0) {
      drawn = null;
      return;
    }
    drawn.distance = Math.max(-LONGEST, Math.min(0, across));
    drawn.row.classList.toggle("swiped", drawn.distance < 0);
    drawn.row.style.setProperty("--swipe", `${drawn.distance}px`);
  }, { passive: true });

  container.addEventListener("touchend", end);
  container.addEventListener("touchcancel", end);
}
