"""What each sign of a listing weighs, and which signs are asked together."""

LIMIT = 3.5  # above, the page is refused
WEIGHTS = {
    "its address is a front page's": 7.0,
    "its own address is the front page's": 2.5,
    "its address is one page of many": 4.0,
    "its address is a blog's older posts": 4.0,
    "its address is a page of the house": 4.0,
    "its address asks for results": 2.5,
    "its address is a listing's": 2.0,
    "its address is a shop's": 2.1,
    "its address is short": 0.7,
    "its address ends in one word": 0.6,
    "its address is a thread's": -4.0,
    "its address names a story": -0.3,
    "its title is a listing's": 2.7,
    "its title is the site's": 1.7,
    "its title is its address": 1.1,
    "its title is short": 1.4,
    "its body is classed as a listing": 1.5,
    "it states goods or a collection": 2.7,
    "it states an article": -0.8,
    "it calls itself a website": 1.0,
    "it is one of numbered pages": 2.1,
    "it leads to a next page": 1.2,
    "its text is links": 1.4,
    "its text is list items": 1.5,
    "its text is cards": 2.0,
    "its cards run on": -0.6,
    "its headings are links": 1.2,
    "its links repeat": 1.1,
    "it shows prices": 1.0,
    "it shows many dates": 1.1,
    "it shows many times": 1.0,
    "its page is dated cards": 3.0,
    "its page is one row of links": 2.5,
    "it sorts what it lists": 1.0,
    "it counts what it lists": 0.4,
    "it sells what it shows": 1.5,
    "it has hardly any text": 1.3,
    "it has little text and declares nothing": 1.0,
    "its text runs on": -1.5,
    "a date stands by its headline": -1.4,
    "it shows a date": -0.7,
    "the listing calls it as it calls itself": -4.0,
}
STATED = (
    "it states goods or a collection",
    "its headings are links",
    "it shows prices",
    "it has little text and declares nothing",
)
TURNING = "it is one of numbered pages", "it leads to a next page"
CLOSER = "its links repeat", "it shows many dates"
BUILT = (
    "it shows many times",
    "its page is dated cards",
    "its page is one row of links",
    "it sorts what it lists",
    "it counts what it lists",
    "it sells what it shows",
)
FRONT = frozenset({"its own address is the front page's", "its address is a front page's"})
NAMED = "the listing calls it as it calls itself"
SURE = FRONT | {  # what a listing's own name for the page does not outweigh
    "its address is a blog's older posts",
    "its address is a page of the house",
    "its address is one page of many",
    "its title is a listing's",
    "its title is the site's",
    "its title is its address",
    "its title is short",
}
