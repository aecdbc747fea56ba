/// The brand colour of a publication that has not chosen one.
export const USUAL_ACCENT = "#0b5c6b";
