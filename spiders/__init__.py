"""The spiders: one class per way in which an outlet lists its articles.

feed, sitemap, section and wordpress stand on past, that on months, that on gaps, that on again (articles that are read
again), and that on base; `outlet` makes one class of them for an outlet, and `monitor.loader` finds those that are
followed.
`listing_reading` reads what came, for crawls and, by way of `look_reading`, for looks; `sorting` says which links of a
listing are to be read, `wrong_answers` what came where no listing did. `successor` looks for another source in the
place of a dead one.
"""
