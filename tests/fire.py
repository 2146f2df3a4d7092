"""A fire and a stunt coordinator in hospital: two stories, until an outlet reports that they are one event.

Outlet, headline and text of each, in order; the last one but one shows it.
"""

FIRE = (
    (
        "joblo",
        "Fire Destroys Stage at Pinetop Studios",
        (
            "A fire tore through stage four at Pinetop Studios in Lorne on Monday night. The roof came down within the "
            "hour, firefighters said. Stage four housed the sets of the series Harbour Lights, which had wrapped for "
            "the day. The studio said that production stops for a week while engineers look at the building, and that "
            "insurers had been told."
        ),
    ),
    (
        "variety",
        "Stunt Coordinator Lena Ortiz in Hospital With Burns",
        (
            "Lena Ortiz, stunt coordinator of Harbour Lights, lies at Saint Anne hospital with burned hands. Her agent "
            "Omar Said said on Tuesday that she was awake and with her family. Ortiz, 41, planned the fights of Night "
            "Ferry and Cold Count; she began as a rider in Bergen. Friends brought flowers to the ward, and riders "
            "from all over wrote to her. How she was hurt, the agent would not tell."
        ),
    ),
    (
        "deadline",
        "Pinetop Studios Fire: Stage Four Lost, Lena Ortiz Hurt",
        (
            "The fire at Pinetop Studios in Lorne destroyed stage four and the sets of Harbour Lights on Monday night, "
            "and hurt the stunt coordinator Lena Ortiz, who went back for her riders. Firefighters said that the roof "
            "came down within the hour. Ortiz has burns on both hands. Production stops for a week, the studio said; "
            "engineers look at the building."
        ),
    ),
    (
        "thr",
        "Harbour Lights Stops After Fire at Pinetop Studios Hurts Lena Ortiz",
        (
            "Harbour Lights stops for a week after the fire on stage four at Pinetop Studios in Lorne. Lena Ortiz, the "
            "stunt coordinator, is at Saint Anne hospital with burns on both hands. The roof of the stage came down "
            "within the hour on Monday night. Omar Said, her agent, said that she was talking to her family, and the "
            "studio that engineers look at the building."
        ),
    ),
    (
        "collider",
        "Stage Four of Pinetop Studios in Ruins: Roof Fell Within the Hour",
        (
            "The fire at Pinetop Studios in Lorne left nothing of stage four. Firefighters said on Tuesday that its "
            "roof fell within the hour on Monday night; the sets of Harbour Lights burned. Lena Ortiz, stunt "
            "coordinator of the series, was hurt and is at Saint Anne hospital. The studio told insurers, production "
            "stops for a week, and engineers look at the building."
        ),
    ),
)
