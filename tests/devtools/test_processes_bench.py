"""What the benches measure of processes."""

from __future__ import annotations

import os
import subprocess
import threading

from bench.processes import process_tree


def test_the_tree_has_what_a_thread_began():
    """A child belongs to the tree whichever thread of the process began it, as long as that thread lives."""
    begun, measured = threading.Event(), threading.Event()
    children = []

    def begin():
        with subprocess.Popen(["sleep", "60"]) as child:
            children.append(child.pid)
            begun.set()
            measured.wait(60)
            child.kill()

    thread = threading.Thread(target=begin)
    thread.start()
    try:
        assert begun.wait(60)
        assert children[0] in process_tree(os.getpid())
    finally:
        measured.set()
        thread.join()
