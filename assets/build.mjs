// Builds ehcportal/static from this folder: `npm ci && npm run build`. Nothing else writes there.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { compile } from "sass";
import { transformSync } from "esbuild";

const STATIC = "../ehcportal/static";
// htmx 4 needs the same browsers; older ones get the pages without scripts.
const STYLES_FOR = ["chrome90", "firefox90", "safari15"];
const SCRIPTS_FOR = "es2021";
const read = (file) => readFileSync(file, "utf8");

/** Our own style sheets whose two-digit number lies in the range, in the order of their numbers. */
const parts = (from, to) =>
  readdirSync("css").sort()
    .filter((file) => /^\d\d-/.test(file) && file.slice(0, 2) >= from && file.slice(0, 2) <= to)
    .map((file) => read(`css/${file}`)).join("\n");

/** Variants of the design system that no template of ours uses; tests/components would miss them. */
const UNUSED = /--(small|xl|l|m|s)\b|__(conditional|divider|prefix|suffix|wrapper|heading)\b|letter-spacing|--width-(3|5|20|30)\b|-wrapper|-ms-|x:-moz/;
/** The reader's own font comes from `body`; the mixin would name it once for each component. */
const ONLY_FONT = /^\s*font-family:[^;]*;?(\s*-[a-z-]+-smoothing:[^;]*;?)*\s*$/;

const pruned = (text) =>
  text.replace(/([^{};]+)\{([^{}]*)\}/g, (rule, selector, body) =>
    UNUSED.test(selector) || ONLY_FONT.test(body) ? "" : rule);

const subset = pruned(compile("css/subset.scss", { loadPaths: ["node_modules"], quietDeps: true }).css);
const css = (text) => transformSync(text, { loader: "css", minify: true, target: STYLES_FOR }).code;
const js = (text) => transformSync(text, { loader: "js", minify: true, target: SCRIPTS_FOR }).code;

/** Our scripts become one function of their own, so that they leave no names on the page. */
const ours = readdirSync("js/portal").sort().map((file) => read(`js/portal/${file}`)).join("\n");

const built = {
  "css/portal.css": css(subset + parts("01", "19") + parts("90", "99")),
  "css/council.css": css(subset + parts("01", "29") + parts("90", "99")),
  "css/dark.css": css(read("css/dark.css")),
  "js/start.js": js(read("js/start.js")),
  "js/portal.js": `${read("vendor/htmx-4.0.1.min.js")}\n${js(`(() => {\n${ours}\n})();`)}`,
  "img/favicon.svg": read("img/favicon.svg"),
};

const checksums = [];
for (const [name, text] of Object.entries(built)) {
  mkdirSync(`${STATIC}/${name.split("/")[0]}`, { recursive: true });
  writeFileSync(`${STATIC}/${name}`, text);
  checksums.push(`${createHash("sha256").update(text).digest("hex")}  ${name}`);
}
writeFileSync(`${STATIC}/checksums.txt`, checksums.join("\n") + "\n");
