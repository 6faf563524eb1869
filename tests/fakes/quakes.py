"""Reports of two quakes that look alike at first sight: other places, people and numbers."""

KESTEL = (
    "A strong earthquake struck Kestel province on Monday, killing 12 people, officials said. "
    "Governor Arda Tekin said rescuers were searching collapsed houses in Kestel. "
    "The quake of magnitude 61 was felt in Suren",
    "Rescuers in Kestel pulled survivors from collapsed houses after the earthquake of magnitude "
    "61. Governor Arda Tekin said 12 people had died and that Suren was spared",
    "Governor Arda Tekin visited the tents in Kestel where survivors of the earthquake of "
    "magnitude 61 sleep. Schools in Suren stay closed, and 12 people were buried",
)
MALUKU = (
    "A strong earthquake struck the island of Maluku on Monday, killing 40 people, officials said. "
    "Mayor Budi Hartono said rescuers were searching collapsed houses in Ambon. "
    "The quake of magnitude 72 was felt in Ternate",
    "Rescuers in Ambon pulled survivors from collapsed houses on Maluku after the earthquake of "
    "magnitude 72. Mayor Budi Hartono said 40 people had died and that Ternate was spared",
    "Mayor Budi Hartono visited the tents in Ambon where survivors of the earthquake of magnitude "
    "72 sleep. Ferries from Ternate to Maluku stay in port, and 40 people were buried",
    "Doctors from Ternate reached Ambon on Maluku, Mayor Budi Hartono said. They operated on 350 "
    "wounded whom the earthquake of magnitude 72 had buried",
)
