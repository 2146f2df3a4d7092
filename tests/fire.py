"""A fire and a stunt coordinator in hospital: two stories, until an outlet reports that they are one event.

Outlet, headline and text of each, in order; the last but one shows it.
"""

FIRE = (
    (
        "joblo",
        "Fire Destroys Stage at Pinetop Studios",
        (
            "A fire tore through stage four at Pinetop Studios in Lorne on Monday night. Firefighters said that "
            "the roof came down within the hour, and that they would watch the building through the night. "
            "Harbour Lights, whose sets stood on stage four, stops production for a week, Pinetop Studios said; "
            "engineers will look at what the fire left of the building and of the sets."
        ),
    ),
    (
        "variety",
        "Stunt Coordinator Lena Ortiz in Hospital With Burns",
        (
            "Lena Ortiz, stunt coordinator of Harbour Lights, lies at Saint Anne hospital with burned hands. Her "
            "agent Omar Said said on Tuesday that she was awake and with her family. Ortiz, 41, planned the "
            "fights of Night Ferry and Cold Count; she began as a rider in Bergen. Friends brought flowers to the "
            "ward, and riders from all over wrote to her. How she was hurt, the agent would not tell."
        ),
    ),
    (
        "deadline",
        "Pinetop Studios Fire: Stage Four Lost, Lena Ortiz Hurt",
        (
            "Stage four of Pinetop Studios and the sets of Harbour Lights are lost, and the stunt coordinator "
            "Lena Ortiz, who went back for her riders, has burns on both hands: that is what the fire of Monday "
            "night left in Lorne. Firefighters saw the roof of the building fall. Production stops for a week, "
            "the studio said, and engineers are at work; Ortiz is in hospital, her agent Omar Said said."
        ),
    ),
    (
        "thr",
        "Harbour Lights Stops After Fire at Pinetop Studios Hurts Lena Ortiz",
        (
            "Harbour Lights stops for a week after the fire on stage four at Pinetop Studios in Lorne. Lena "
            "Ortiz, the stunt coordinator, is at Saint Anne hospital with burns on both hands. The roof of the "
            "stage came down within the hour on Monday night. Omar Said, her agent, said that she was talking to "
            "her family, and the studio that engineers look at the building."
        ),
    ),
    (
        "thewrap",
        "Stage Four of Pinetop Studios in Ruins: Roof Fell Within the Hour",
        (
            "The fire at Pinetop Studios in Lorne left nothing of stage four. Firefighters said on Tuesday that "
            "its roof fell within the hour on Monday night; the sets of Harbour Lights burned. Lena Ortiz, stunt "
            "coordinator of the series, was hurt and is at Saint Anne hospital. The studio told insurers, "
            "production stops for a week, and engineers look at the building."
        ),
    ),
    (
        "collider",
        "Engineers Look at What Is Left of Stage Four at Pinetop Studios",
        (
            "Engineers began on Wednesday to look at stage four of Pinetop Studios in Lorne, whose roof fell in "
            "Monday's fire. The sets of Harbour Lights burned there; production stops for a week, the studio said "
            "again. Lena Ortiz, the stunt coordinator who was hurt, has left Saint Anne hospital with her family, "
            "her agent Omar Said told reporters. Firefighters still watch the building at night."
        ),
    ),
)
