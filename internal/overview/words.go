package overview

import (
	"strings"

	"dossier/internal/batch"
	"dossier/internal/rule"
)

// pageDiffers is what stands in the place of a rule where a page of the dossier does not look as its file.
const pageDiffers = "page-differs"

// explained is what a rule demands, and on what ground; one that is not known any more is said by its id.
func explained(id string) (what, why rule.Text) {
	if id == pageDiffers {
		return rule.Text{EN: "Each page of the dossier looks as its file does", FR: "Chaque page du dossier a l’aspect de son fichier"},
			rule.Text{EN: "practice: our own check, with another engine", FR: "la pratique : notre contrôle, avec un autre moteur"}
	}
	if r, ok := rule.Named(id); ok {
		return r.What, rule.Text{EN: r.Why("en"), FR: r.Why("fr")}
	}
	return rule.Text{EN: id, FR: id}, rule.Text{}
}

// statusWords are how a dossier ended.
var statusWords = map[batch.Status]rule.Text{
	batch.Ready:   {EN: "Ready", FR: "Prêt"},
	batch.Blocked: {EN: "Blocked", FR: "Bloqué"},
	batch.Failed:  {EN: "Failed", FR: "En échec"},
}

// failures are the reasons of lines that failed, in French; others are said as they are.
var failures = map[string]string{
	"the profile cannot be read":                 "le profil est illisible",
	"the form cannot be used":                    "le formulaire est inutilisable",
	"the papers cannot be made":                  "les papiers n’ont pas pu être faits",
	"the papers cannot be written":               "les papiers n’ont pas pu être écrits",
	"a paper does not show what was meant":       "un papier ne montre pas ce qui était voulu",
	"the program stopped in this record":         "le programme s’est arrêté sur ce dossier",
	"the e-mail to the client cannot be written": "l’e-mail au client n’a pas pu être écrit",
}

// failure is why a line failed; what stands in brackets behind, a place in the program, stays.
func failure(reason, lang string) string {
	if lang != "fr" {
		return reason
	}
	bare, place, _ := strings.Cut(reason, " (")
	if fr, ok := failures[bare]; ok {
		if place != "" {
			fr += " (" + place
		}
		return fr
	}
	return reason
}

// The words of the page.
var words = map[string]rule.Text{
	"all":         {EN: "All", FR: "Tous"},
	"ready":       {EN: "Ready", FR: "Prêts"},
	"blocked":     {EN: "Blocked", FR: "Bloqués"},
	"failed":      {EN: "Failed", FR: "En échec"},
	"title":       {EN: "Dossiers on %s", FR: "Dossiers au %s"},
	"replies":     {EN: "Replies to the CPAM on %s", FR: "Réponses à la CPAM au %s"},
	"undated":     {EN: "Dossiers", FR: "Dossiers"},
	"show":        {EN: "Show", FR: "Afficher"},
	"applicants":  {EN: "Applicants", FR: "Demandeurs"},
	"applicant":   {EN: "Applicant", FR: "Demandeur"},
	"status":      {EN: "Status", FR: "État"},
	"blocks":      {EN: "Stops", FR: "Bloquants"},
	"warns":       {EN: "Warnings", FR: "Alertes"},
	"infos":       {EN: "Notes", FR: "À savoir"},
	"pages":       {EN: "Pages", FR: "Pages"},
	"next":        {EN: "Next day", FR: "Échéance"},
	"chase":       {EN: "Asked of the client", FR: "Demandé au client"},
	"chased":      {EN: "To chase:", FR: "À réclamer :"},
	"nochase":     {EN: "Nothing to chase", FR: "Rien à réclamer"},
	"tosettle":    {EN: "Nothing to chase; to be settled by you", FR: "Rien à réclamer ; à régler par vous"},
	"findings":    {EN: "Rules with findings", FR: "Règles avec constat"},
	"days":        {EN: "Days to keep in mind", FR: "Dates à retenir"},
	"over":        {EN: "over", FR: "dépassé"},
	"folder":      {EN: "Open the folder", FR: "Ouvrir le dossier"},
	"mail":        {EN: "Read the e-mail to the client", FR: "Lire l’e-mail au client"},
	"nothingmade": {EN: "Nothing was made; papers of an earlier run are not of this one.", FR: "Rien n’a été fait ; les papiers d’un passage précédent ne sont pas de celui-ci."},
	"rules":       {EN: "What the rules found", FR: "Ce que les règles ont trouvé"},
	"rulesintro":  {EN: "For the firm as a whole, what stops an application first, then what is most frequent.", FR: "Pour l’ensemble du cabinet : d’abord ce qui arrête une demande, puis le plus fréquent."},
	"rule":        {EN: "What is demanded", FR: "Ce qui est demandé"},
	"count":       {EN: "Findings", FR: "Constats"},
	"ground":      {EN: "On what ground", FR: "Fondement"},
	"level":       {EN: "Level", FR: "Niveau"},
	"search":      {EN: "Search", FR: "Rechercher"},
	"searchfor":   {EN: "name, paper, rule", FR: "nom, pièce, règle"},
	"openall":     {EN: "Open all", FR: "Tout ouvrir"},
	"closeall":    {EN: "Close all", FR: "Tout fermer"},
	"private":     {EN: "For the firm alone.", FR: "Pour le cabinet seulement."},
	"none":        {EN: "No applicant.", FR: "Aucun demandeur."},
	"norules":     {EN: "No rule found anything.", FR: "Aucune règle n’a rien trouvé."},
	"unsent":      {EN: "Ready means: can be posted once it is signed.", FR: "Prêt signifie : peut partir une fois signé."},
	"unsigned":    {EN: "Ready means: can be posted once the official form is filled and both form and letter are signed.", FR: "Prêt signifie : peut partir une fois le formulaire officiel rempli, et formulaire et lettre signés."},
}
