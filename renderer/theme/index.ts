import "./fonts.css";
import "./tokens.css";
import "./base.css";

/// The Chinese faces, for when a window is shown and has time.
export const fetchChinese = (): Promise<unknown> => import("./chinese.css");

export { appearance, type Mode } from "./appearance.svelte.ts";
