"""What a template may cost: a process that may use 2 s and 200 MB fills in hostile ones (P41)."""

import subprocess
import sys

SCRIPT = """
import resource
from coach.prompting.templates import render
from coach.errors import InvalidData
import jinja2.sandbox
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
resource.setrlimit(resource.RLIMIT_DATA, (200 << 20, 200 << 20))
big = ["x" * 200] * 2000
hostile = [
    "{% for a in many %}{% for b in many %}{{ a }}{{ b }}{% endfor %}{% endfor %}",
    "{{ many|join(many) }}",
    "{{ 'a' * 300000000 }}",
    "{{ 9**9**9 }}",
    "{% for a in many %}" * 3 + "{% endfor %}" * 3,
    "{{ " + "(" * 20000 + "x" + ")" * 20000 + " }}",
    "{{ long|upper|lower|title|capitalize|trim }}" * 500,
    "{% if x %}" * 4000,
    "x" * 60000,
]
for source in hostile:
    try:
        render(source, "t.j2", {"many": big, "long": "word " * 50000, "x": "{{ 7*7 }}"})
    except InvalidData:
        pass
print(render("{{ x }}", "t.j2", {"x": "{{ 7*7 }}"}))
"""


def test_hostile_templates_end_within_two_seconds_and_200_mb_p41() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stderr[-400:]
    assert done.stdout == "{{ 7*7 }}\n"
