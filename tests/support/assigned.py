"""Tasks as members and chairs find them: given, told, and nothing done yet."""

from tests.support.house import House
from tests.support.made_once import made_once
from tests.support.registered import Registered, registered

TASKS = """/newtask DBP70
Khảo sát tuyến đường | CATDB | 20/4/2024 17:00 | with CATPHN | urgent | source KH 12
Bảo đảm y tế | CATDB | N-7 | ad hoc | workstream y tế
Chốt kiểm soát phía Nam | CATPHN | 16/3/2024
Nhà khách | PC06 | 1/5/2024"""


@made_once
def assigned(house: House, language: str) -> Registered:
    """1 and 2 are led by CATDB (CATPHN cooperates in 1), 3 by CATPHN, 4 by PC06 without people."""
    there = registered(house, language)
    there.admin.says(TASKS)
    return there
