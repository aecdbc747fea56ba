/// Longer between two keys than this is a pause: the pages beside a text are then made anew.
export const PAUSE_MS = 90;
