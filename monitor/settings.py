"""Scrapy's settings: the hardened set that every crawl runs with. What a person chooses is in monitor.toml."""

BOT_NAME = "EntertainmentMonitor"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "monitor.loader.OutletLoader"
ITEM_PIPELINES = {"monitor.pipelines.EventPipeline": 100}

# One asyncio loop, no Twisted reactor: the runner, the client and the supervisor share it.
TWISTED_REACTOR_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # on by default, it would run Python that comes over a port

# A hundred workers are started for each response otherwise, for a handful of items: +50 % pages per CPU-second.
CONCURRENT_ITEMS = 4
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0  # the pace is kept around each request, across crawls: monitor.fetch.pace
DOWNLOAD_TIMEOUT = 40  # seconds for a whole exchange
DOWNLOAD_MAXSIZE = 8 << 20  # bytes, after decompression too
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {
    "http": "monitor.fetch.handler.OutletDownloadHandler",
    "https": "monitor.fetch.handler.OutletDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

DOWNLOADER_MIDDLEWARES = {
    "monitor.fetch.middleware.RobotsMiddleware": 100,
    "monitor.fetch.middleware.FollowingMiddleware": 600,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # ours, which names no page to another
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # ours keeps its copies in the archive
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # redirects may lead to an outlet's new host
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,  # each request carries its own
}
ROBOTSTXT_OBEY = False  # by Scrapy's middleware; ours always obeys
HTTPPROXY_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # the spiders judge every status
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 1  # the archive tries again later; here only what a second makes good
RETRY_EXCEPTIONS = [  # not a time-out: who was silent for 40 seconds would hold its crawl for as long again
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]
COOKIES_ENABLED = False
REFERER_ENABLED = False  # a policy of "no-referrer" gives way to what a site's own header asks for
URLLENGTH_LIMIT = 0  # of links that are longer than 2,000 characters none is kept: monitor.reading.urls
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # as listed: the newest first
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # URL keys are compared before a request is made
STATS_DUMP = False
LOG_LEVEL = "INFO"
