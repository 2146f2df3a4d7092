"""The spiders: one class per way in which an outlet lists its articles. `monitor.loader` makes an outlet of them."""
