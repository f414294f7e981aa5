// Draws bar charts as SVG text, readable on light and dark pages.

const ROW = 26;
const LABEL = 190;
const WIDTH = 720;
const TOP = 56;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const round = (number) => Number(number.toFixed(1));

/**
 * One bar a row, the shortest first. A line marks 1, the baseline.
 *
 * @param rows `{ label, ratio, ours }`; rows of this package have another colour
 */
export function bars(title, rows) {
	const sorted = [...rows].sort((a, b) => a.ratio - b.ratio);
	const longest = Math.max(1, ...sorted.map(({ ratio }) => ratio));
	const scale = (WIDTH - LABEL - 60) / longest;
	const height = TOP + sorted.length * ROW + 12;
	const one = round(LABEL + scale);
	const drawn = sorted.map(({ label, ratio, ours }, i) => {
		const y = TOP + i * ROW;
		return `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escaped(label)}</text>
<rect x="${LABEL}" y="${y + 2}" width="${round(ratio * scale)}" height="${ROW - 8}" rx="2" class="${ours ? "ours" : "other"}"/>
<text x="${round(LABEL + ratio * scale + 6)}" y="${y + 15}">${ratio.toFixed(2)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.ours { fill: #0a7d5a; }
.other { fill: #9aa4af; }
.one { stroke: #57606a; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.ours { fill: #3fce9c; }
.other { fill: #6b7683; }
.one { stroke: #9aa4af; }
}
</style>
<text x="8" y="22" class="title">${escaped(title)}</text>
<text x="${one}" y="${TOP - 10}" text-anchor="middle">JSON.parse alone</text>
<line x1="${one}" y1="${TOP - 4}" x2="${one}" y2="${height - 8}" class="one"/>
${drawn.join("\n")}
</svg>
`;
}
