"""Three stories of one saga, months apart in life: casting, shoot, trailer. Headline and text of each."""

SAGA = (
    (
        "Michael Mann’s ‘Heat 2’ Lands Adam Driver As Young Neil McCauley",
        (
            "Adam Driver is in final talks to star in Heat 2, Michael Mann's return to his crime epic Heat. Driver "
            "would play Neil McCauley. Amazon MGM Studios finances the film, which shoots in Chicago and Los Angeles."
        ),
    ),
    (
        "Michael Mann Starts Filming ‘Heat 2’ in Chicago",
        (
            "Cameras rolled on Monday on Heat 2, Michael Mann's crime film for Amazon MGM Studios. Adam Driver plays "
            "Neil McCauley. The shoot in Chicago and Los Angeles lasts five months."
        ),
    ),
    (
        "‘Heat 2’ Trailer: Adam Driver Robs a Bank for Michael Mann",
        (
            "The first trailer of Heat 2 is out. Michael Mann's crime film, with Adam Driver as Neil McCauley, opens "
            "next autumn; Amazon MGM Studios shows it in cinemas."
        ),
    ),
)
