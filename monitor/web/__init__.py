"""The pages: the desk in a browser. One handler gives values; the same values answer as HTML, JSON, CSV and feeds.

    server             binds, refuses what is not safe, and serves until it is stopped
    application        the routes, from the list of pages; errors as finished pages
    guard              hosts, headers, sizes and the origin of what is sent: before any page
    access             who may come in: everybody on this machine, who logged in, or whom a proxy names
    attempts           how often a password may be tried      password       its hash
    login              the page that asks for it, and leaving again
    sender             who sent a request, as far as it says so
    web_setting        what all of it works on
    tokens             what is signed: forms, and links
    archives           one connection a thread to read the archive, one for the moment of a change
    visit              what a page is given: the archive, the configuration, the address, the form
    answers            what a page gives, and what makes a page
    digest_entries     a digest as entries of a feed
    remark_acts        stars and notes, as acts of pages that show articles
    cookies            who the browser is, when it was here before, what was just done
    problem_pages      errors as finished pages
    representations    the same answer as HTML, JSON, CSV, Atom and JSON Feed
    plots              the geometry of plots
    trial              the words of a watch in a form, and what the archive says of them
    page_templates     the templates and what they may use: how times and lists look
    feed_reader/       the Google Reader API, for feed readers on phones
    pages/             one module a page; its list is all there is

Nothing but `pages` knows what the archive holds. Reading never writes; a change is a POST, which writes in one
transaction as the commands do, so that a daemon may work on the archive at the same time.
"""
