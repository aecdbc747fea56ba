/// Runs what can wait until the person sees what they just did; soon, where nothing is painted.
export function afterPaint(run: () => void): void {
  if (document.hidden) setTimeout(run);
  else requestAnimationFrame(() => setTimeout(run));
}
