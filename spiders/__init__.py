"""The spiders: one class per way in which an outlet lists its articles.

sitemap and section stand on base, feed and wordpress on paged, which stands on it, too; `monitor.loader` makes one
outlet of those that it needs. `sorting` says which links of a listing are to be read.
"""
