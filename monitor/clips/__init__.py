"""The clip report: what was published for some watches in a period, counted and weighed, in forms to be handed on.

    archive ─▶ gathering.gather ─▶ ClipReport ─▶ report_page, pdf, workbook, markdown_report, report_json

clip               the report and what it is made of, as values
weight             what each article counts as, and which stories led
reviews            around an embargo: who was early, and the count by the hour
voice              share of voice, and its formula
gathering          the report from the archive
reach              what was not reached, so that nothing counted is not taken for silence
report_words       sentences and times that the forms share
report_page        as one HTML page that needs nothing else, from its template
pdf                that page on paper
workbook           as XLSX
markdown_report    as Markdown
report_json        as JSON
forms_of_report    all forms by name

A clip is a piece of coverage: an article that a watch found, or what a person added by hand. The archive is only read;
`now` is an argument. What stands in an article is text in every form: no markup, no formula; links lead
to the web alone.
"""
