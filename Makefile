# make demo and make test need Go alone. The rest says what it needs.

GO ?= go
OFFICIAL ?= ../shared/forms/official/s1106-15763-01-fr.pdf

BENCHED ?= ../shared/forms/other/MalikAza__cerfa_16216_01.pdf

.PHONY: build test demo demo-batch conformance bench bench-check bench-dossier bench-memory bench-batch soak bounds sources forms testdata data fuzz

# The program stands alone: no C library is looked for, and what makes manual pages is left out.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -tags urfave_cli_no_docs -o bin/dossier ./cmd/dossier

test:
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...

# The dossier of an invented person, with the preparation sheet in place of the official form.
demo: build
	bin/dossier build profiles/demo.toml -o out/demo --on 2026-11-22

# A firm's folder of invented clients, from profiles to reports: out/demo-batch/dossiers/report.html. One profile cannot
# be read, so that batch ends with status 1.
demo-batch: build
	$(GO) run ./internal/generate/clients -out out/demo-batch/clients
	bin/dossier batch out/demo-batch/clients -o out/demo-batch/dossiers --with-names --on 2026-11-22; test $$? -eq 1

# Holds what was made against qpdf, poppler and mupdf; installs them from Debian if missing.
conformance: demo
	.ci/tools
	OFFICIAL="$(abspath $(OFFICIAL))" $(GO) test -count=1 -timeout 30m -tags conformance ./internal/conformance

# Fills one form many times with our engine and those of others that are installed, and times fill as
# a whole. BENCHED is a form with fields. Installs nothing.
bench: bench-check bench-dossier
	$(GO) run ./internal/bench -form "$(BENCHED)" -blank "$(OFFICIAL)"

# Times check as a whole process, on one profile and on 10,000.
bench-check:
	$(GO) run ./internal/bench -check -blank "$(OFFICIAL)"

# Joins a dossier of 15 pages with our engine and those of others that are installed.
bench-dossier:
	$(GO) run ./internal/bench -dossier -blank "$(OFFICIAL)"

# Builds dossiers of 200 MB of scans and of photographs in HEIC, and fails where that takes more than 300 MB of memory.
# Needs GNU time, and heif-enc for HEIC.
bench-memory:
	$(GO) run ./internal/bench -memory -blank "$(OFFICIAL)"

# Makes the papers of 10,000 applicants, and fails where memory or open files grow with their number. Takes 2 GB of disk.
soak:
	$(GO) run ./internal/bench -soak 10000 -blank "$(OFFICIAL)"

# Makes the dossiers of 100, 1,000 and 10,000 applicants in one process. Takes an hour, 40 GB of disk, and GNU time; and GNU
# parallel to hold it against a process for each.
bench-batch:
	$(GO) run ./internal/bench -batch -blank "$(OFFICIAL)"

# Runs every command on the files of the folder HOSTILE, and holds what that takes against the bounds
# that README.md states. Needs GNU time.
bounds:
	.ci/bounds "$(HOSTILE)"

# Names the articles of law under the rules that are no longer what they were when they were read.
# Needs npm and its registry; the law is as new as the package there. Changes nothing.
sources:
	$(GO) run ./internal/generate/sources

# The files below are committed; these targets make them again.
forms:
	$(GO) run ./internal/generate/sheets -out forms

testdata:
	$(GO) run ./internal/generate/scans -o testdata/scans

data:
	$(GO) run ./internal/generate/data

fuzz:
	$(GO) test ./internal/profile -run '^$$' -fuzz FuzzLoad -fuzztime 30s
	$(GO) test ./internal/roster -run '^$$' -fuzz FuzzCSV -fuzztime 30s
	$(GO) test ./internal/roster -run '^$$' -fuzz FuzzXLSX -fuzztime 30s
	$(GO) test ./internal/roster -run '^$$' -fuzz FuzzMap -fuzztime 30s
	$(GO) test ./internal/batch -run '^$$' -fuzz FuzzLedger -fuzztime 30s
	$(GO) test ./internal/batch -run '^$$' -fuzz FuzzShard -fuzztime 10s
	$(GO) test ./internal/pdf -run '^$$' -fuzz FuzzOpen -fuzztime 60s -fuzzminimizetime 1x
	$(GO) test ./internal/pdf -run '^$$' -fuzz FuzzFill -fuzztime 60s -fuzzminimizetime 1x
	$(GO) test ./internal/pdf -run '^$$' -fuzz FuzzToUnicode -fuzztime 30s
	$(GO) test ./internal/pdf -run '^$$' -fuzz FuzzParser -fuzztime 30s
	$(GO) test ./internal/picture -run '^$$' -fuzz FuzzRead -fuzztime 30s -fuzzminimizetime 1x
	$(GO) test ./internal/picture -run '^$$' -fuzz FuzzWalk -fuzztime 30s -fuzzminimizetime 1x
	$(GO) test ./internal/font -run '^$$' -fuzz FuzzParseEmbedded -fuzztime 30s
	$(GO) test ./internal/seal -run '^$$' -fuzz FuzzOpen -fuzztime 30s
