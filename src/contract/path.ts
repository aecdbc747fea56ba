import { maxLength, minLength, pipe, string } from "valibot";

/// The path of a file or folder as a person chose it.
export const Path = pipe(string(), minLength(1), maxLength(4096));
