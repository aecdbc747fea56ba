import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import { readLogo, type Logo } from "../../src/core/desk/logo.ts";
import { must } from "./stations.ts";

/// Small pictures, made here: whole ones, and ones that lie.

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/// A chunk of a PNG.
export function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

/// The head of a PNG: eight bits a colour, with transparency.
export function head(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, 6], 8);
  return chunk("IHDR", data);
}

/// A PNG of one colour whose right half one sees through. `told`: the sides that its head names, where they are not its own.
export function png(width: number, height: number, told: readonly [number, number] = [width, height], green = 0x5c): Buffer {
  const pixel = (at: number): number[] => [0x0b, green, 0x6b, at * 2 < width ? 255 : 0];
  const line = Buffer.from([0, ...Array.from({ length: width }, (_, at) => pixel(at)).flat()]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  return Buffer.concat([SIGNATURE, head(...told), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

const from = (base64: string): Buffer => Buffer.from(base64, "base64");

const BASE64 = {
  usual:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//" +
    "2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIABADASIAAhEBAxEB/8QA" +
    "FQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA" +
    "DAMBAAIRAxEAPwCbAMR3/9k=",
  progressive:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//" +
    "2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAIABADASIAAhEBAxEB/8QA" +
    "FQABAQAAAAAAAAAAAAAAAAAAAAX/xAAVAQEBAAAAAAAAAAAAAAAAAAADBP/aAAwDAQACEAMQAAABmho//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQAB" +
    "BQI//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPwF//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPwF//8QAFBABAAAAAAAAAAAAAAAAAAAA" +
    "EP/aAAgBAQAGPwI//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQABPyE//9oADAMBAAIAAwAAABAD/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEB" +
    "PxB//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxB//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQABPxA//9k=",
  press:
    "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/9sA" +
    "QwEODg4TERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P/8AAFAgACAAQBAEiAAIRAQMRAQQiAP/E" +
    "ABYAAQEBAAAAAAAAAAAAAAAAAAAEBf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAAFBv/EABQRAQAAAAAAAAAAAAAAAAAAAAD/" +
    "2gAOBAEAAhEDEQQAAD8AyAAS5RAP/9k=",
  grey:
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//" +
    "wAALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AIP/2Q==",
};

/// 16 by 8 pixels as JPEG: the usual kind, a progressive one, one in the colours of a printing press, one in grey.
export const JPEG = {
  usual: from(BASE64.usual),
  progressive: from(BASE64.progressive),
  press: from(BASE64.press),
  grey: from(BASE64.grey),
};

/// A JPEG with a segment more before everything else.
export function withSegment(jpeg: Buffer, marker: number, data: Uint8Array): Buffer {
  const length = Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), length, data, jpeg.subarray(2)]);
}

/// A camera's note that says how a picture is to be turned.
export const exif = (orientation: number): Buffer =>
  Buffer.concat([
    Buffer.from("Exif\0\0MM\0*", "latin1"),
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ]);

/// What settings name a picture by.
export const logoOf = (bytes: Uint8Array): Logo => ({
  digest: createHash("sha256").update(bytes).digest("hex"),
  size: bytes.length,
  ...must(readLogo(bytes)),
});
