// Prints the values of a form's fields as pdf.js reads them: node values.pdfjs.js FORM.pdf
// The answer is JSON: for each full name the values of its widgets, page by page. A box gives its state,
// or "?" where pdf.js cannot know it: a radio button without a parent, and a state not in ASCII.
const fs = require("fs");
const pdfjs = require(process.env.PDFJS);

function valueOf(a) {
	const beyondAscii = (s) => /[^\x20-\x7e]/.test(s ?? "");
	if (a.radioButton && a.fieldValue === null) return "?";
	if (a.fieldType === "Btn" && beyondAscii(a.exportValue ?? a.buttonValue)) return "?";
	return Array.isArray(a.fieldValue) ? a.fieldValue.join("\n") : a.fieldValue ?? "";
}

async function main(name) {
	const data = new Uint8Array(fs.readFileSync(name));
	const doc = await pdfjs.getDocument({ data, verbosity: 0, isEvalSupported: false }).promise;
	const values = {};
	for (let n = 1; n <= doc.numPages; n++) {
		const page = await doc.getPage(n);
		for (const a of await page.getAnnotations({ intent: "any" })) {
			if (a.subtype !== "Widget" || a.fieldType === "Sig" || a.pushButton) continue;
			(values[a.fieldName] ??= []).push(valueOf(a));
		}
	}
	console.log(JSON.stringify(values));
}

main(process.argv[2]).catch((err) => {
	console.error(err.message);
	process.exit(1);
});
