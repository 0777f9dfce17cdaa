"""What the room loads, and when: openai only where a model is used (design, sections 3 and 7)."""

import os
import subprocess
import sys
from contextlib import ExitStack

from coach.llm.endpoint import Endpoint
from tests.doubles.misbehaving import Misbehaving
from tests.test_import_hygiene import loaded_by, modules

NETWORK = ("openai", "httpx2", "httpcore2", "pydantic", "keyring", "asyncio")
LATE = {"coach.llm.client", "coach.llm.transport"}
"""Imported in the background, when a model is first used."""


def test_what_a_screen_or_a_setting_needs_of_a_model_loads_no_package_for_networks() -> None:
    early = [name for name in modules("llm") if name not in LATE]
    assert loaded_by(early, NETWORK[:-1]) == {}
    assert loaded_by(["coach.llm.endpoint", "coach.llm.faults", "coach.llm.keys"], NETWORK) == {}


def test_importing_happens_in_the_background_not_in_the_thread_that_asks() -> None:
    code = (
        "import sys, threading\n"
        "from coach.llm.endpoint import Endpoint\n"
        "from coach.llm.openai_model import OpenAIModel\n"
        "who = []\n"
        "class Seen:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'openai': who.append(threading.current_thread().name)\n"
        "sys.meta_path.insert(0, Seen())\n"
        "model = OpenAIModel(Endpoint.of(sys.argv[1], 'm'), key=str)\n"
        "assert not [n for n in sys.modules if n.split('.')[0] in ('openai', 'httpx2')]\n"
        "model.connect()\n"
        "from coach.engine.chat import Message, Request\n"
        "assert model.chat(Request((Message('user', 'x'),))).ending == 'whole'\n"
        "model.close()\n"
        "print(who)\n"
    )
    with Misbehaving() as server:
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, server.url],
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.stdout.strip() == "['coach-remote-aside']", ended.stderr
    assert ended.stderr == ""


def test_a_process_that_ends_with_an_open_connection_says_nothing_and_does_not_hang() -> None:
    code = (
        "import sys\n"
        "from coach.llm.endpoint import Endpoint\n"
        "from coach.llm.openai_model import OpenAIModel\n"
        "from coach.engine.chat import Message, Request\n"
        "model = OpenAIModel(Endpoint.of(sys.argv[1], 'm'), key=str)\n"
        "model.chat(Request((Message('user', 'x'),)))\n"
    )
    with Misbehaving() as server:
        line = [sys.executable, "-W", "error", "-c", code, server.url]
        ended = subprocess.run(line, capture_output=True, text=True, check=False, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_packages_own_logging_writes_nothing_over_the_screen() -> None:
    """P39: also with OPENAI_LOG in the environment."""
    code = (
        "import sys\n"
        "from coach.llm.endpoint import Endpoint\n"
        "from coach.llm.openai_model import OpenAIModel\n"
        "from coach.engine.chat import Message, Request\n"
        "OpenAIModel(Endpoint.of(sys.argv[1], 'm'), key=str).chat(Request((Message('user', 'x'),)))\n"
    )
    with Misbehaving() as server:
        line = [sys.executable, "-c", code, server.url]
        environ = {**os.environ, "OPENAI_LOG": "debug"}
        ended = subprocess.run(line, env=environ, capture_output=True, text=True, check=False, timeout=30)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_name_nobody_answers_for_does_not_keep_the_program_from_leaving() -> None:
    """P17: the look-up hangs in a thread that is not waited for; Stop ends the wait at once."""
    code = (
        "import socket, threading, time\n"
        "looking = threading.Event()\n"
        "def hang(*_, **__):\n"
        "    looking.set(); time.sleep(60)\n"
        "socket.getaddrinfo = hang\n"
        "from coach.llm.endpoint import Endpoint\n"
        "from coach.llm.openai_model import OpenAIModel\n"
        "from coach.engine.chat import Message, Request, Stop\n"
        "stop = Stop()\n"
        "threading.Thread(target=lambda: (looking.wait(20), stop.set()), daemon=True).start()\n"
        "model = OpenAIModel(Endpoint.of('https://llm.example/v1', 'm'), key=str)\n"
        "print(model.chat(Request((Message('user', 'x'),)), stop=stop).ending)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "stopped\n", "")


def test_memory_stays_bounded_whatever_a_server_sends() -> None:
    """P28: less than 200 MB above what an honest reply needs."""
    code = (
        "import resource, sys\n"
        "from coach.llm.endpoint import Endpoint\n"
        "from coach.llm.openai_model import OpenAIModel\n"
        "from coach.engine.chat import EngineFault, Message, Request\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "def ask(url):\n"
        "    model = OpenAIModel(Endpoint.of(url, 'm'), key=str)\n"
        "    try: model.chat(Request((Message('user', 'x'),)))\n"
        "    except EngineFault: pass\n"
        "    model.close()\n"
        "ask(sys.argv[1])\n"
        "idle = peak()\n"
        "for url in sys.argv[2:]: ask(url)\n"
        "print(peak() - idle)\n"
    )
    modes = ("gzip-bomb", "loop", "sse-huge", "endless-line", "endless-thought", "error-bomb", "deep-body")
    with ExitStack() as stack:
        urls = [stack.enter_context(Misbehaving(mode)).url for mode in ("ok", *modes)]
        line = [sys.executable, "-c", code, *urls]
        ended = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert int(ended.stdout) < 200, ended.stderr


def test_the_scripted_model_keeps_to_the_port() -> None:
    from coach.engine.chat import ChatModel, EngineFault, Stop
    from coach.llm.faults import fault
    from coach.llm.scripted import ScriptedModel
    from tests.llm.conftest import ASKED, IN_SHAPE

    scripted = ScriptedModel(['{"question": "a", "quote": "b"}', fault("timeout"), "Why?"])
    model: ChatModel = scripted
    assert model.chat(IN_SHAPE).value == {"question": "a", "quote": "b"}
    try:
        model.chat(ASKED)
    except EngineFault as problem:
        told = problem.fault
    assert told == "timeout"
    said: list[str] = []
    assert model.chat(ASKED, on_progress=lambda now: said.append(now.text)).text == "Why?"
    assert said == ["Why?"]
    stop = Stop()
    stop.set()
    assert model.chat(ASKED, stop=stop).ending == "stopped"
    assert len(scripted.requests) == 4
    assert Endpoint.of("http://127.0.0.1/v1", "scripted").place.on_this_machine
