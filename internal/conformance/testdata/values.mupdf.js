// Prints the values of a form's fields as mupdf reads them: mutool run values.mupdf.js FORM.pdf
// The answer is JSON: for each full name the values of its widgets, page by page. A box gives its state.
function fullName(field) {
	var parts = [];
	for (var depth = 0; field && !field.isNull() && depth < 64; depth++) {
		var t = field.get("T");
		if (t && !t.isNull()) parts.unshift(t.asString());
		field = field.get("Parent");
	}
	return parts.join(".");
}

var doc = new PDFDocument(scriptArgs[0]);
var values = {};
for (var i = 0; i < doc.countPages(); i++) {
	var annots = doc.findPage(i).get("Annots");
	var widgets = doc.loadPage(i).getWidgets(); // in the order of Annots
	for (var k = 0, n = 0; annots && k < annots.length; k++) {
		if (annots.get(k).get("Subtype").asName() !== "Widget") continue;
		var widget = widgets[n++];
		var kind = widget.getFieldType();
		if (kind === "button" || kind === "signature") continue;
		var name = fullName(annots.get(k));
		if (!values[name]) values[name] = [];
		values[name].push(widget.getValue());
	}
}
print(JSON.stringify(values));
