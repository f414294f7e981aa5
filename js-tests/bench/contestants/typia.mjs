// typia compiles checks from TypeScript types instead of schemas. Here the types are written from the table of shapes
// and compiled when they are needed. Version 12 is the last whose compiler is JavaScript. Later versions build theirs
// from Go sources, which needs more than npm.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

const kinds = {
	string: () => "string",
	boolean: () => "boolean",
	integer: ({ minimum, maximum }) =>
		`number & tags.Type<"int64"> & tags.Minimum<${minimum}> & tags.Maximum<${maximum}>`,
	number: ({ minimum, maximum }) => `number & tags.Minimum<${minimum}> & tags.Maximum<${maximum}>`,
	"date-time": () => 'string & tags.Format<"date-time">',
};

function objectOf({ event, message, members }) {
	const own = members.map((it) => {
		const kind = kinds[it.kind](it);
		return it.optional ? `${it.name}?: (${kind}) | null;` : `${it.name}: ${kind};`;
	});
	const named = message === undefined ? [] : [`message_type: "${message}";`];
	return `{ webhook_event_type: "${event}"; ${[...named, ...own].join(" ")} }`;
}

/** The JavaScript of a module that exports `create`, or undefined if typia is not installed. */
export function compile(shapes) {
	let ts;
	let transform;
	try {
		ts = require("../node_modules/typescript");
		transform = require("../node_modules/typia/lib/transform.js").default;
	} catch {
		return undefined;
	}
	const source = `import typia, { tags } from "typia";
type AzeerEvent = ${shapes.map(objectOf).join("\n\t| ")};
const is = typia.createIs<AzeerEvent>();
const validate = typia.createValidate<AzeerEvent>();
export function create() {
	return (text: string) => {
		const value = JSON.parse(text);
		if (!is(value)) {
			const result = validate(value);
			throw new TypeError(result.success ? "not an event" : result.errors[0].path);
		}
		return value;
	};
}
`;
	const directory = mkdtempSync(join(folder, "node_modules", "typia-source-"));
	try {
		const file = join(directory, "events.ts");
		writeFileSync(file, source);
		const options = {
			target: ts.ScriptTarget.ES2022,
			module: ts.ModuleKind.ESNext,
			moduleResolution: ts.ModuleResolutionKind.Bundler,
			strict: true,
			types: [],
		};
		const program = ts.createProgram([file], options);
		const problems = [...ts.getPreEmitDiagnostics(program)];
		let output;
		const before = [transform(program, {}, { addDiagnostic: (it) => problems.push(it) })];
		program.emit(
			program.getSourceFile(file),
			(_, text) => {
				output = text;
			},
			undefined,
			false,
			{ before },
		);
		if (problems.length > 0) {
			throw new Error(`typia: ${ts.flattenDiagnosticMessageText(problems[0].messageText, "\n")}`);
		}
		return output;
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}
