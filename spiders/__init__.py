"""The spiders: one class per way in which an outlet lists its articles.

feed, sitemap, section and wordpress stand on base; `monitor.loader` makes one outlet of those that it needs.
"""
