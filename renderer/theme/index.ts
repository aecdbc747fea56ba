import "./fonts.css";
import "./tokens.css";
import "./base.css";

export { appearance, type Mode } from "./appearance.svelte.ts";
