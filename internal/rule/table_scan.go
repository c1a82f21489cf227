package rule

// measured is the source of the rows about scans: no text says how good a copy has to be.
var measured = Text{"our own check: the picture of the page, measured; what cannot be read is asked for again", "notre contrôle : l’image de la page, mesurée ; ce qui est illisible est redemandé"}

// scanRules are about the pages of the papers enclosed. They have no Check: package meter measures
// the pages while the papers are made, and its findings come from New.
var scanRules = []Rule{
	{
		ID: "scan-resolution", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each scan is fine enough for small print", "Chaque image est assez fine pour les petits caractères"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # 60 dots an inch on A4",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # 150 dots an inch or more",
		Fix:    Text{"scan it again at 300 dots an inch, or photograph it from nearer", "numérisez-la de nouveau à 300 points par pouce, ou photographiez-la de plus près"},
	},
	{
		ID: "page-shrunk", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each page can be read on a sheet of A4", "Chaque page est lisible sur une feuille A4"},
		Source: Text{"our own check: the size of the page, and what A4 leaves of it", "notre contrôle : la taille de la page, et ce que A4 en laisse"},
		Bad:    "[[document]]\nkind = \"rent receipt\"\nfile = \"scans/till.png\" # a strip of 80 cm in one picture",
		Good:   "[[document]]\nkind = \"rent receipt\"\nfile = \"scans/till.pdf\" # the same over three pages",
		Fix:    Text{"print it over several pages, or photograph it in parts", "imprimez-la sur plusieurs pages, ou photographiez-la par parties"},
	},
	{
		ID: "scan-blurred", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each scan is sharp", "Chaque image est nette"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # out of focus, or shaken",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # sharp",
		Fix:    Text{"scan it again, or photograph it with a steady hand and wait until the picture is sharp", "numérisez-la de nouveau, ou photographiez-la d’une main ferme après la mise au point"},
	},
	{
		ID: "scan-contrast", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The writing stands out from the paper", "L’écriture se détache du papier"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # grey on grey",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # dark on light",
		Fix:    Text{"scan it again with more contrast, or darker", "numérisez-la de nouveau avec plus de contraste, ou plus foncée"},
	},
	{
		ID: "scan-dark", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"No scan is too dark or washed out", "Aucune image n’est trop sombre ou trop claire"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # photographed in the dark",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # photographed by daylight",
		Fix:    Text{"scan it again, or photograph it by daylight without a flash", "numérisez-la de nouveau, ou photographiez-la à la lumière du jour, sans flash"},
	},
	{
		ID: "scan-skewed", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each page stands straight", "Chaque page est droite"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # askew by 7 degrees",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # straight",
		Fix:    Text{"lay it straight and scan it again", "posez-la droite et numérisez-la de nouveau"},
	},
	{
		ID: "scan-upside-down", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each page stands upright", "Chaque page est à l’endroit"},
		Source: Text{"our own check: the writing on the page, where the file has it as text", "notre contrôle : l’écriture de la page, si le fichier la donne en texte"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # with a page upside down",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # all pages upright",
		Fix:    Text{"turn the page in the file, or turn the sheet round once printed", "tournez la page dans le fichier, ou retournez la feuille une fois imprimée"},
	},
	{
		ID: "scan-cut", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each page is in the picture whole", "Chaque page est entière sur l’image"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # the left of the lines is missing",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.jpg\" # all four edges of the page are there",
		Fix:    Text{"scan it again with all four edges in the picture", "numérisez-la de nouveau, les quatre bords dans l’image"},
	},
	{
		ID: "scan-blank", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"No page is blank", "Aucune page n’est vide"},
		Source: measured,
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # with the blank backs of its pages",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # written pages only",
		Fix:    Text{"take the page out, or scan the other side if it was meant", "retirez la page, ou numérisez l’autre côté si c’est lui qu’il fallait"},
	},
	{
		ID: "scan-duplicate", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"No page is there twice", "Aucune page n’est en double"},
		Source: Text{"our own check: the pictures of all pages, laid over each other", "notre contrôle : les images des pages, superposées"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # page 2 twice, page 3 missing",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # each page once",
		Fix:    Text{"compare the two: take one out, or put in the page that it stands for", "comparez les deux : retirez-en une, ou mettez la page dont elle tient lieu"},
	},
}
